// While minutes are typed: shortcuts, lists that go on by themselves, and a preview that follows.
// Tab is never caught: it leads on, as everywhere.

const WAIT = 400;
const CHOICE = "vorschau"; // »an« or »aus«; without a choice it is open where there is room beside the text
const BUTTONS = { b: "md-bold", i: "md-italic", k: "md-link" };
const ITEM = /^(\s*)(-|\*|([1-9]\d{0,2})([.)])|>)([ \t]+)(\[[ xX]\][ \t]+)?/;
// »4. Juni«, »4. 6.« and »4. und 11. Juni« begin no list (core/dialects/blocks.py).
const DATE = /^(?:Jan|Jän|Feb|Mär|Maerz|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|\d{1,2}\.|\d{4}|(?:bis|und|oder|[-–/&+,])\s*\d{1,2}\.)/i;

const fieldOf = (target) => (target.matches?.(".editor.live textarea") ? target : null);

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.altKey) return saveNow(event);
  const field = fieldOf(event.target);
  if (!field || event.isComposing || event.altKey || event.shiftKey) return;
  if (event.ctrlKey || event.metaKey) return shortcut(event, field);
  if (event.key === "Enter" && goOn(field)) event.preventDefault();
});

function shortcut(event, field) {
  const key = event.key.toLowerCase();
  if (!BUTTONS[key]) return;
  field.closest(".editor").querySelector(BUTTONS[key]).click();
  event.preventDefault();
}

function saveNow(event) {
  const section = event.target.closest("[data-autosave]");
  if (!section) return;
  section.querySelector(".editor textarea").dispatchEvent(new Event("savenow"));
  event.preventDefault();
}

// Enter in a list begins the next item; in an empty one it ends the list.
function goOn(field) {
  const { selectionStart: at, selectionEnd: to, value } = field;
  const begin = value.lastIndexOf("\n", at - 1) + 1;
  const item = at === to && value.slice(begin, at).match(ITEM);
  if (!item || !isMeant(item, value.slice(begin, at), value.slice(0, begin))) return false;
  const isEmpty = item[0].length === at - begin && (value[at] === "\n" || at === value.length);
  if (isEmpty) field.setSelectionRange(begin, at);
  const [, indent, mark, number, dot, space, box] = item;
  const next = `${indent}${number ? Number(number) + 1 + dot : mark}${space}${box ? "[ ] " : ""}`;
  insert(field, isEmpty ? "" : `\n${next}`);
  return true;
}

// A date is no item, a star alone may be a note (»* zzgl. MwSt.«), and »> 5« is a comparison.
function isMeant([head, , mark, number], line, above) {
  const words = line.slice(head.length);
  if (number) return !DATE.test(words);
  if (mark === "*") return above.slice(above.lastIndexOf("\n", above.length - 2) + 1).startsWith("* ");
  return mark !== ">" || !/^\d/.test(words);
}

// As if it were typed, so that undoing works.
function insert(field, text) {
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (done) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- preview ---------------------------------------------------------------------------------------------
// The choice stands at the root (first.js put it there before the page was drawn), and in the browser for later.
const root = document.documentElement;
const store = {
  get: () => root.dataset.preview,
  set(value) {
    root.dataset.preview = value;
    try { localStorage.setItem(CHOICE, value); } catch { /* not kept, but done */ }
  },
};
const pending = new WeakMap(); // field → { timer, asking }
const previewOf = (field) => field.closest(".editor").querySelector("[data-live-preview]");
const roomy = matchMedia("(min-width: 80rem)");

const wanted = (box) => (store.get() ?? (roomy.matches && box.closest(".writing") ? "an" : "aus")) === "an";
function begin(part) {
  part.querySelectorAll("[data-live-preview]").forEach((box) => { box.open = wanted(box); });
}

document.addEventListener("input", (event) => later(fieldOf(event.target), WAIT));
document.addEventListener("replaced", (event) => later(fieldOf(event.target), 0));

function later(field, wait) {
  const box = field && previewOf(field);
  if (!box) return;
  const state = pending.get(field) ?? {};
  pending.set(field, state);
  box.dataset.stale = "1";
  clearTimeout(state.timer);
  state.asking?.abort();
  if (box.open) state.timer = setTimeout(() => draw(field, box, state), wait);
}

async function draw(field, box, state) {
  state.asking = new AbortController();
  const token = document.querySelector("#schreiben input[name=csrfmiddlewaretoken]").value;
  try {
    const response = await fetch(box.dataset.livePreview, {
      method: "POST",
      body: new URLSearchParams({ _field: "text", text: field.value }),
      headers: { "X-CSRFToken": token, "HX-Request": "true" },
      redirect: "manual",
      signal: state.asking.signal,
    });
    if (!response.ok) return;
    const html = await response.text();
    if (state.asking.signal.aborted) return;
    box.querySelector(".editor-preview").innerHTML = html;
    delete box.dataset.stale;
  } catch { /* stale, or no connection: the last preview stays */ }
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("summary")?.parentElement;
  if (!box?.matches("[data-live-preview]")) return;
  event.preventDefault();
  store.set(box.open ? "aus" : "an");
  const all = [...document.querySelectorAll("[data-live-preview]")];
  const top = box.getBoundingClientRect().top;
  all.forEach((other) => { other.open = wanted(other); });
  scrollBy(0, box.getBoundingClientRect().top - top); // the others moved, this one stays under the pointer
  all.filter((other) => other.open && other.dataset.stale)
    .forEach((other) => later(other.closest(".editor").querySelector("textarea"), 0));
});

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.target.parentElement ?? document));
