// Minutes that somebody wrote and left before they could be sent (no connection, the session at its end): any page
// of the portal sends them later (fragments.js loads this where there are any). What the server does not take stands at the top of the page until somebody decides.

const words = document.getElementById("worte").dataset;
const OURS = `text:${document.body.dataset.reader}:abschnitt-`;
const SETTLED = 20000; // milliseconds: a younger copy belongs to a page that is just being left or written on

const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
const drop = (key) => { try { localStorage.removeItem(key); } catch { /* nothing to drop */ } };
const keys = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(OURS)); } catch { return []; } };
const isHere = (key) => document.querySelector(`[data-autosave][data-section="${CSS.escape(key.slice(OURS.length))}"]`);

function look() {
  for (const key of keys()) {
    const copy = read(key);
    if (!copy?.url || isHere(key)) continue;
    const age = Date.now() - copy.at;
    if (age >= SETTLED) send(key, copy);
    else setTimeout(() => { if (read(key)?.at === copy.at) send(key, copy); }, SETTLED - age);
  }
}

async function send(key, copy, version = copy.version) {
  const answer = await post(copy.url, { body: copy.text, version });
  if (!answer || read(key)?.at !== copy.at) return; // no connection, or it is being written on in another window
  if (answer.state === "saved") return drop(key);
  // What is stored is the text that this browser sent before: this one follows it.
  if (answer.state === "conflict" && version === copy.version && copy.unanswered?.includes(answer.current)) {
    return send(key, copy, answer.version);
  }
  show(key, copy, answer);
}

async function post(url, data) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const headers = { "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" };
  try {
    const response = await fetch(url, { method: "POST", body: String(new URLSearchParams(data)), headers, redirect: "manual" });
    if (response.headers.get("Content-Type")?.startsWith("application/json")) return await response.json();
    return response.status === 404 ? { state: "gone", message: words.unsentGone } : null;
  } catch { return null; }
}

function show(key, copy, answer) {
  const note = document.getElementById("nicht-gesendet").content.firstElementChild.cloneNode(true);
  note.querySelector("[data-about]").textContent = copy.about;
  note.querySelector("[data-why]").textContent = answer.message;
  note.querySelector("[data-text]").textContent = copy.text;
  const way = note.querySelector("a");
  way.href = copy.page;
  way.hidden = answer.state !== "conflict";
  note.querySelector("button").addEventListener("click", () => {
    drop(key);
    note.remove();
    document.getElementById("inhalt").focus();
  });
  document.getElementById("hinweis").append(note);
}

look();
addEventListener("online", look);
