// The card of a number: the findings that point at it, the relations that bind it.

/** Everything about one number: findings that point at it, relations that bind it, operands of the first of them. */
function viewOf(number) {
  const own = Number(number.closest("[data-document]").dataset.document);
  const index = Number(number.dataset.n);
  const found = findingsAt(own, index);
  const told = new Set(found.map((item) => keyOf(findingOf(item).rule, placesOf(findingOf(item)))));
  const relations = (documentOf(own).relations.get(index) ?? []).filter(
    (r) => r.verdict !== "fails" || !told.has(keyOf(r.rule, r.spans)),
  );
  const order = { fails: 0, holds: 1, abstains: 2 };
  relations.sort((a, b) => order[a.verdict] - order[b.verdict]);
  const first = found.length ? findingOf(found[0]) : null;
  return {
    own: found.length ? Number(found[0].dataset.document) : own,
    places: first ? placesOf(first) : (relations[0]?.spans ?? []),
    anchor: number,
    items: found,
    card: () => numberCard(number, found, relations, own),
  };
}

const keyOf = (rule, places) => `${rule} ${places.map((p) => `${p.start}-${p.end}`).sort()}`;

function numberCard(number, found, relations, own) {
  const state = [...number.classList].find((name) => name !== "n");
  const legend = $(`#state-${state}`);
  const entries = [
    ...found.map((item) => findingEntry(item)),
    ...relations.map((relation) => relationEntry(relation, own)),
  ];
  if (!entries.length) entries.push(make("p", {}, say("page-unbound")));
  else if (state === "unchecked") entries.unshift(make("p", {}, say("page-alone")));
  const badge = make("span", { class: `badge ${state}` }, legend ? legend.textContent : state);
  return [make("h4", {}, plain(number), " ", badge), closeButton(), ...entries];
}

/** The text of a number as it is read, without what is hidden. */
function plain(number) {
  const copy = number.cloneNode(true);
  $$(".as", copy).forEach((as) => as.replaceWith(as.dataset.as));
  $$(".unread, .blank", copy).forEach((hidden) => hidden.remove());
  return copy.textContent;
}

function findingEntry(item) {
  const finding = findingOf(item);
  const badge = make("span", { class: `badge ${finding.severity}` }, say(finding.severity));
  return entry(
    placesOf(finding), Number(item.dataset.document),
    make("b", {}, badge, " ", finding.title),
    make("p", {}, finding.message),
    steps(finding.steps),
    ...["diagnosis", "suggestion"].filter((key) => finding[key]).map((key) => make("p", {}, say(key), finding[key])),
  );
}

function relationEntry(relation, own) {
  const style = { holds: "right", fails: "error", abstains: "undecided" }[relation.verdict];
  const badge = make("span", { class: `badge ${style}` }, say(relation.verdict));
  const title = common.titles[relation.rule] ?? relation.rule;
  const reason = relation.reason && (common.reasons[relation.reason] ?? relation.reason);
  return entry(
    relation.spans, own,
    badge,
    make("span", { class: "checked" }, " ", say("page-checked", { title })),
    reason ? make("p", {}, say("page-reason"), reason) : null,
    steps(relation.steps),
  );
}

function steps(lines) {
  if (!lines.length) return null;
  return make("p", {}, say("page-steps"), ...lines.flatMap((line, i) => [i ? say("and") : "", make("code", {}, line)]));
}

/** One finding or relation of a card; the places of the one under the pointer are lit. */
function entry(places, own, ...said) {
  const made = make("div", { class: "entry" }, ...said, operands(places, own));
  made.addEventListener("pointerenter", () => light(places, own));
  return made;
}

/** A button for each place: it lights all of them and goes there. */
function operands(places, own) {
  const buttons = places.map((place) => {
    const label = place.label ?? place.slot;
    const button = make("button", { type: "button" }, label ? `${label}${say("colon")}` : "", place.text);
    button.addEventListener("click", () => {
      chosen = { ...(passing ?? chosen), places, own };
      passing = null;
      const marks = light(places, own)[places.indexOf(place)];
      goTo(marks[0]);
      placeCard(marks[0]);
    });
    return button;
  });
  return make("div", { class: "places", role: "group", "aria-label": say("page-operands") }, ...buttons);
}

function closeButton() {
  const close = make("button", { type: "button", class: "close", "aria-label": say("page-close") }, "×");
  close.addEventListener("click", dismiss);
  return close;
}
