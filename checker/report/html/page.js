// ---- what is shown: a finding or number that was chosen, and in passing the number under the pointer

let chosen = null, passing = null;

/** Light the places of what is shown now and fill the card; the marks of its first place. */
function show() {
  const view = passing ?? chosen;
  const marks = view ? light(view.places, view.own) : (unlight(), []);
  card.hidden = !view?.card;
  if (view?.card) {
    card.replaceChildren(...view.card());
    placeCard(view.anchor ?? marks[0]?.[0]);
  }
  return marks[0] ?? [];
}

/** The card below its number, or above where there is no room; on a phone the style puts it at the bottom. */
function placeCard(anchor) {
  if (!anchor || narrow.matches) return;
  const box = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
  const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 16);
  const below = box.bottom + 6 + card.offsetHeight < innerHeight || box.top < card.offsetHeight + 20;
  const top = below ? box.bottom + 6 : box.top - card.offsetHeight - 20;
  card.style.left = `${Math.max(8, left) + scrollX}px`;
  card.style.top = `${top + scrollY}px`;
}

let returning = false;

/** Nothing is shown any more; whether something was. */
function dismiss() {
  const back = chosen?.anchor ?? chosen?.item?.querySelector(".jump");
  const inside = card.contains(document.activeElement);
  const was = chosen || passing;
  chosen = passing = null;
  items.forEach((item) => item.removeAttribute("aria-current"));
  show();
  returning = true; // the number that gets the focus back is not to be shown again
  if (inside) back?.focus({ preventScroll: true });
  returning = false;
  return Boolean(was);
}

/** Scroll to an element of a text, unfolding what hides it. */
function goTo(target) {
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentNode.closest("details")) fold.open = true;
  target.scrollIntoView({ block: narrow.matches ? "start" : "center" });
  if (narrow.matches) scrollBy(0, -innerHeight / 5); // the card covers the lower half
  // Blocks out of view have guessed heights until they are laid out, so the first jump may miss.
  requestAnimationFrame(() => {
    const box = target.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight) target.scrollIntoView({ block: "center" });
  });
}

// ---- findings

const shownItems = () => items.filter((item) => !item.hidden);

/** Choose a finding: its places light up and the first is scrolled to. */
function choose(item) {
  const own = Number(item.dataset.document);
  const finding = findingOf(item);
  markCurrent(item);
  const sheet = () => [
    make("h4", {}, `${items.indexOf(item) + 1} / ${items.length}`), closeButton(), findingEntry(item), moves(item),
  ];
  chosen = { own, places: placesOf(finding), item, card: narrow.matches ? sheet : null };
  passing = null;
  goTo(show()[0]);
  const shown = shownItems();
  const said = `${finding.title} ${finding.message}`;
  live.textContent = say("page-selected", { at: shown.indexOf(item) + 1, all: shown.length, text: said });
}

function markCurrent(item) {
  items.forEach((other) => other.removeAttribute("aria-current"));
  item.setAttribute("aria-current", "true");
  const list = item.closest("aside");
  const box = item.getBoundingClientRect(), around = list.getBoundingClientRect();
  // Only the list scrolls, never the page.
  if (box.top < around.top || box.bottom > around.bottom) list.scrollTop += box.top - around.top - 80;
}

function moves(item) {
  const button = (key, act) => {
    const made = make("button", { type: "button" }, say(key));
    made.addEventListener("click", act);
    return made;
  };
  const back = () => {
    dismiss();
    item.scrollIntoView({ block: "center" });
    $(".jump", item).focus({ preventScroll: true });
  };
  return make(
    "div", { class: "moves" },
    button("page-previous", () => step(-1)), button("page-next", () => step(1)), button("page-list", back),
  );
}

/** Choose the next or previous finding of those that the filters leave, around the ends. */
function step(by) {
  const shown = shownItems();
  if (!shown.length) return;
  const at = shown.findIndex((item) => item.hasAttribute("aria-current"));
  const item = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length];
  choose(item);
  if (!narrow.matches) $(".jump", item).focus({ preventScroll: true });
}

const severities = $$(".filters [data-severity]");

function filter() {
  const wanted = search.value.trim().toLowerCase();
  const off = new Set(severities.filter((b) => b.ariaPressed === "false").map((b) => b.dataset.severity));
  for (const item of items) {
    const { severity, rule: id } = item.dataset;
    const fits = !off.has(severity) && (!rule.value || rule.value === id);
    item.hidden = !(fits && item.textContent.toLowerCase().includes(wanted));
  }
  $$(".of-document").forEach((part) => { part.hidden = !$(".finding:not([hidden])", part); });
  const shown = shownItems().length;
  $("#shown").textContent = say("page-shown", { shown, all: items.length });
  $("#nothing").hidden = shown > 0;
}

/** Turn a switch over; whether it is on now. */
function turn(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  return on;
}

// ---- events

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!target.isConnected) return; // a button of a card that its own click has replaced
  const number = target.closest(".text .n"), item = target.closest(".finding");
  if (number) press(number);
  else if (item && (target.closest(".jump") || getSelection().isCollapsed)) choose(item);
  else if (!target.closest("#card, aside, header, summary") && getSelection().isCollapsed) dismiss();
});

/** Pin the card of a number, and choose the finding that points at it in the list. */
function press(number) {
  chosen = viewOf(number);
  passing = null;
  if (chosen.items.length) markCurrent(chosen.items[0]);
  show();
  live.textContent = $$("h4, .entry, #card > p", card).map((part) => part.textContent).join(" ");
}

let leaving = 0;
document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const number = event.target.closest(".text .n");
  clearTimeout(leaving);
  if (number && (passing ?? chosen)?.anchor !== number) {
    passing = viewOf(number);
    show();
  } else if (!number && passing && !event.target.closest("#card")) {
    leaving = setTimeout(() => { passing = null; show(); }, 250);
  }
});

document.addEventListener("focusin", (event) => {
  const target = event.target;
  if (!returning && target.matches(".text .n:focus-visible") && chosen?.anchor !== target) press(target);
});

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (target === search && search.value) { search.value = ""; filter(); }
    else if (dismiss()) event.preventDefault();
  } else if (target.matches("input, select")) {
    return;
  } else if (event.key === "n" || event.key === "p") {
    step(event.key === "n" ? 1 : -1);
  } else if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
  } else if (target.matches(".text .n")) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) neighbour(target, by);
    else if (event.key === "Enter" || event.key === " ") {
      press(target);
      $("button", card).focus({ preventScroll: true }); // Escape leads back
    } else return;
    event.preventDefault();
  }
});

function neighbour(number, by) {
  const all = $$(".n", number.closest(".text"));
  const next = all[all.indexOf(number) + by];
  if (!next) return;
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus();
  press(next);
}

for (const button of severities) button.addEventListener("click", () => { turn(button); filter(); });
rule?.addEventListener("change", filter);
search?.addEventListener("input", filter);
for (const button of $$("[data-state]")) {
  button.addEventListener("click", () => {
    document.body.classList.toggle(`off-${button.dataset.state}`, !turn(button));
  });
}
$("#unread")?.addEventListener("click", (event) => {
  document.body.classList.toggle("show-unread", turn(event.currentTarget));
});

const dark = $("#dark");
dark.setAttribute("aria-pressed", String(matchMedia("(prefers-color-scheme: dark)").matches));
dark.addEventListener("click", () => { document.documentElement.dataset.theme = turn(dark) ? "dark" : "light"; });

// Folded documents would be missing on paper.
let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = $$("details.document:not([open])");
  unfolded.forEach((fold) => { fold.open = true; });
});
addEventListener("afterprint", () => unfolded.forEach((fold) => { fold.open = false; }));
