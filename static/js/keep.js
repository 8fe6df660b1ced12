// No typed word is lost: fields with data-keep are copied into this browser until the server has the text.
// The copy belongs to one account, one page and one field; signing out removes all copies. Loaded by fragments.js.

const reader = document.body.dataset.reader;
const words = document.getElementById("worte").dataset;
const PREFIX = "text:";
const DAYS = 14 * 24 * 3600 * 1000;
const unsaved = new Set();
const sentValues = new Map();

const keyOf = (field) => `${PREFIX}${reader}:${field.dataset.keep || `${location.pathname}#${field.name}`}`;
// What saves itself while it is written (writing.js) keeps its own copies.
const isOurs = (field) => Boolean(field.matches?.("[data-keep]")) && !field.closest("[data-autosave]");
const fieldsOf = (root) => [...root.querySelectorAll("[data-keep]")].filter(isOurs);

// A full or forbidden storage must not stop anybody from writing.
const store = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* go on */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* go on */ } },
};

const forget = (field) => { store.drop(keyOf(field)); unsaved.delete(field); };

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!isOurs(field)) return;
  if (field.value === field.defaultValue) return forget(field);
  unsaved.add(field);
  store.set(keyOf(field), { text: field.value, from: field.defaultValue, at: Date.now() });
});

// --- giving back -----------------------------------------------------------------------------------------
function restore(root) {
  for (const field of fieldsOf(root)) {
    const kept = store.get(keyOf(field));
    if (!kept) continue;
    if (kept.text === field.value && isRefused(field)) { unsaved.add(field); continue; }
    if (Date.now() - kept.at > DAYS || kept.text === field.value) { store.drop(keyOf(field)); continue; }
    const served = field.value;
    field.value = kept.text;
    unsaved.add(field);
    (field.closest(".editor") || field).before(noteAbout(field, served));
    field.dispatchEvent(new Event("keep:restored", { bubbles: true }));
  }
}

// The server gave the form back with errors: it shows the text, but does not have it.
const isRefused = (field) => Boolean(field.form?.querySelector(".notice.danger, .kern-error"));

function noteAbout(field, served) {
  const note = document.createElement("div");
  const discard = document.createElement("button");
  note.className = "notice warning kept-note";
  note.setAttribute("role", "status");
  discard.type = "button";
  discard.className = "as-link";
  discard.textContent = words.discard;
  discard.addEventListener("click", () => {
    field.value = served;
    forget(field);
    note.remove();
    field.focus();
  });
  const icon = document.createElement("span");
  icon.className = "kern-icon kern-icon--info";
  icon.setAttribute("aria-hidden", "true");
  const text = document.createElement("div");
  text.append(`${words.restored} `, discard);
  note.append(icon, text);
  return note;
}

// --- what the server confirmed ----------------------------------------------------------------------------
// A whole page confirms with its success message; what was sent before it is safe.
const SENT = "text-sent";
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-signout]")) return unsaved.clear(); // fragments.js has removed the copies
  const kept = fieldsOf(event.target);
  if (!kept.length || event.defaultPrevented) return;
  const sent = Object.fromEntries(kept.map((field) => [keyOf(field), field.value]));
  try { sessionStorage.setItem(SENT, JSON.stringify(sent)); } catch { /* go on */ }
  kept.forEach((field) => unsaved.delete(field));
});
function settle() {
  let sent = {};
  try { sent = JSON.parse(sessionStorage.getItem(SENT)) || {}; sessionStorage.removeItem(SENT); } catch { return; }
  if (!document.querySelector("[data-saved]")) return;
  for (const [key, text] of Object.entries(sent)) if (store.get(key)?.text === text) store.drop(key);
}

// A fragment confirms with the event "saved"; words typed since the request left stay kept.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest?.("form") || event.target;
  fieldsOf(form).forEach((field) => sentValues.set(field, field.value));
});
document.addEventListener("saved", (event) => {
  const form = event.target.closest?.("form") || event.target;
  fieldsOf(form).forEach((field) => {
    if (sentValues.get(field) === field.value) forget(field);
    sentValues.delete(field);
  });
});

settle();
restore(document);
document.addEventListener("htmx:load", (event) => restore(event.target));
addEventListener("beforeunload", (event) => {
  if ([...unsaved].some((field) => field.isConnected)) event.preventDefault();
});
