// Dragging and Alt with the arrow keys as conveniences: the buttons »nach oben« and »nach unten« do the same
// for everybody, and it is them that the keys press.
// <ol class="sortable" data-sort-url data-sortable-src> with <li data-id data-label> and a [data-handle].

const tell = (text, german) => document.dispatchEvent(new CustomEvent("tell", { detail: { text, german } }));
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
const idsOf = (list) => [...list.children].map((item) => item.dataset.id).filter(Boolean);

async function save(list, item) {
  const body = new URLSearchParams({ order: idsOf(list).join(",") });
  try {
    const answer = await fetch(list.dataset.sortUrl, {
      method: "POST", body, headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" }, redirect: "manual",
    });
    // A redirect after the change is a success that fetch may not look into.
    if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(String(answer.status));
    const place = idsOf(list).indexOf(item.dataset.id) + 1;
    const words = list.dataset.moved.replace("{item}", item.dataset.label || "").replace("{place}", place);
    tell(words, germanIn(item));
    if (list.dataset.sortRefresh !== undefined) location.reload();
  } catch {
    location.reload(); // the server's order is the true one
  }
}

async function prepare(list) {
  if (list.dataset.sortReady) return;
  list.dataset.sortReady = "1";
  if (!self.Sortable) await import(list.dataset.sortableSrc);
  self.Sortable.create(list, {
    handle: "[data-handle]", animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    draggable: "li[data-id]", onEnd: (event) => event.oldIndex !== event.newIndex && save(list, event.item),
  });
}

const prepareAll = (root) => root.querySelectorAll("[data-sort-url]").forEach(prepare);
prepareAll(document);
document.addEventListener("htmx:load", (event) => prepareAll(event.target.parentElement || event.target));

// --- keys: Alt and an arrow move the row that has the focus, once for each press ------------------------------
const DIRECTIONS = { ArrowUp: "hoch", ArrowDown: "runter" };
const waiting = [];
let isMoving = false, moved = "";

document.addEventListener("keydown", (event) => {
  const way = event.altKey && !event.ctrlKey && !event.metaKey && DIRECTIONS[event.key];
  const id = way && (event.target.closest?.(".sortable li[data-id]")?.id || (isMoving && moved));
  if (!id || !buttonFor(id, way)) return;
  event.preventDefault();
  waiting.push([id, way]);
  if (!isMoving) moveNext();
});

const buttonFor = (id, way) => document.querySelector(`#${id} > .item-text button[name=richtung][value=${way}]`);

function moveNext() {
  const next = waiting.shift();
  const button = next && buttonFor(...next);
  isMoving = Boolean(button);
  if (!button) return;
  moved = next[0];
  // The pressed button waits disabled and would hear no further key; the answer gives it the focus again.
  const row = document.getElementById(moved);
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  button.click();
}
// The answer brings several parts of the page; the one with the rows is the one to go on from.
document.addEventListener("htmx:afterSettle", (event) => {
  if (isMoving && event.target.querySelector?.(".sortable")) setTimeout(moveNext);
});
const giveUp = () => { isMoving = false; waiting.length = 0; };
document.addEventListener("htmx:sendError", giveUp);
document.addEventListener("htmx:responseError", giveUp);
