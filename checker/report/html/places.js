"use strict";
// Moves, filters and shows what the page already holds. It decides nothing and fetches nothing; nodes are made one by
// one and text is set as text, so that no word of a report can become markup. The files are one script, in this order:
// places.js (data, and places that light up), card.js (what is said of a number), page.js (lists, filters, keys).

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const common = JSON.parse($("#data").textContent);
const card = $("#card"), live = $("#live"), search = $("#search"), rule = $("#rule");
const narrow = matchMedia("(max-width: 60rem)");
const items = $$(".finding");

/** A text of the page, its {fields} filled in. */
const say = (key, values = {}) => common.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** An element with attributes and children (nodes or text). */
function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

// ---- documents: their data, read when first needed

const read = new Map();

/** The data of a document: findings and relations by number, and where its blocks begin. */
function documentOf(index) {
  if (!read.has(index)) {
    const data = JSON.parse($(`#data-${index}`).textContent);
    const relations = new Map();
    data.relations.forEach((relation) => {
      for (const number of relation.quantities) push(relations, number, relation);
    });
    const root = $(`#text-${index}`);
    const blocks = $$("[data-o]", root);
    const starts = blocks.map((block) => units(data, Number(block.dataset.o)));
    read.set(index, { data, relations, root, blocks, starts });
  }
  return read.get(index);
}

function push(map, key, value) {
  if (map.has(key)) map.get(key).push(value);
  else map.set(key, [value]);
}

/** Offset in UTF-16 units, as the DOM counts, of an offset in code points. */
const units = (data, offset) => offset + firstAtLeast(data.wide, offset);

function firstAtLeast(sorted, value) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The document that a place of document `own` stands in. */
const home = (place, own) => place.document ?? own;

const placesOf = (finding) => [finding.primary, ...finding.related];

let pointing; // "document:number" -> the items of the findings that point at it
function findingsAt(index, number) {
  if (!pointing) {
    pointing = new Map();
    for (const item of items) {
      const own = Number(item.dataset.document);
      const keys = placesOf(findingOf(item)).flatMap((p) => p.numbers.map((n) => `${home(p, own)}:${n}`));
      for (const key of new Set(keys)) push(pointing, key, item);
    }
  }
  return pointing.get(`${index}:${number}`) ?? [];
}

const findingOf = (item) => documentOf(Number(item.dataset.document)).data.findings[Number(item.dataset.finding)];

// ---- places light up

let lit = [];

function unlight() {
  for (const mark of lit) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
  lit = [];
}

/** Put marks around places; the marks of each place, in the order of the places. */
function light(places, own) {
  unlight();
  return places.map((place, i) => {
    const marks = surround(place, home(place, own));
    marks.forEach((mark) => mark.classList.toggle("primary", i === 0));
    if (marks.length && (place.label ?? place.slot)) marks[0].dataset.label = place.label ?? place.slot;
    lit.push(...marks);
    return marks;
  });
}

/** Marks around one place, one for each text node that it touches; an empty one where nothing stands. */
function surround(place, index) {
  const { data, root, blocks, starts } = documentOf(index);
  const start = units(data, place.start), end = units(data, place.end);
  const at = Math.max(0, firstAtLeast(starts, start + 1) - 1);
  const ours = (node) => (node.parentNode.closest("summary") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, ours);
  walker.currentNode = blocks[at] ?? root;
  const touched = [];
  for (let offset = starts[at] ?? 0, node = walker.nextNode(); node && offset <= end; node = walker.nextNode()) {
    const left = Math.max(start - offset, 0), right = Math.min(end - offset, node.length);
    if (left < right || (start === end && right === left)) touched.push([node, left, right]);
    offset += node.length;
    if (start === end && touched.length) break;
  }
  return touched.map(([node, left, right]) => {
    const range = document.createRange();
    range.setStart(node, left);
    range.setEnd(node, right);
    const mark = make("mark", { class: start === end ? "lit missing" : "lit" });
    range.surroundContents(mark);
    return mark;
  });
}
