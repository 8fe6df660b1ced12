// Minutes are saved while they are written. Until the server has confirmed a text, this browser keeps it:
// a crash, a lost connection or an ended session loses nothing. Without this file, one button saves all.

const AFTER_TYPING = 2000; // milliseconds of silence
const AT_LATEST = 8000; // milliseconds of steady typing
const AGAIN = 10000; // while there is no connection

const reader = document.body.dataset.reader;
const words = document.getElementById("speicherworte").dataset;
const form = document.getElementById("schreiben");
const tokenField = form.elements.csrfmiddlewaretoken;

const keep = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* nothing to drop */ } },
};

class Section {
  constructor(element) {
    this.element = element;
    this.url = element.dataset.autosave;
    this.key = `text:${reader}:abschnitt-${element.dataset.section}`;
    this.field = element.querySelector("textarea");
    this.versionField = element.querySelector("input[type=hidden][name$=version]");
    this.line = element.querySelector("[data-save-state]");
    this.place = element.querySelector("[data-conflict]");
    this.confirmed = this.field.value;
    this.conflict = this.conflictOfPage();
    this.sending = false;
    this.isKept = true;
    this.field.addEventListener("input", () => this.typed());
    this.place.addEventListener("click", (event) => this.join(event.target.closest("[data-join]")?.dataset.join));
    this.restore();
  }

  get isDirty() { return this.field.value !== this.confirmed; }

  // The page may already show a conflict; then the stored text is in it and the field holds one's own.
  conflictOfPage() {
    const theirs = this.place.querySelector("[data-theirs]");
    if (!theirs) return null;
    this.confirmed = theirs.textContent;
    return { version: this.versionField.value, current: theirs.textContent };
  }

  restore() {
    const kept = keep.read(this.key);
    if (!kept) return;
    if (kept.text === this.field.value) return keep.drop(this.key);
    if (this.conflict) return;
    this.field.value = kept.text;
    // With the version it began with: if somebody saved meanwhile, the server says so and shows both.
    this.versionField.value = kept.version;
    this.say("restored", words.restored);
    this.save();
  }

  typed() {
    if (!this.isDirty) { keep.drop(this.key); return this.say("", ""); }
    this.isKept = keep.write(this.key, { text: this.field.value, version: this.versionField.value, at: Date.now() });
    if (this.conflict) return;
    this.say("typing", words.typing);
    this.firstTyped ??= Date.now();
    clearTimeout(this.timer);
    const left = AT_LATEST - (Date.now() - this.firstTyped);
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(AFTER_TYPING, left)));
  }

  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.sending || this.conflict || !this.isDirty) return;
    this.sending = true;
    this.firstTyped = undefined;
    const text = this.field.value;
    try {
      const response = await fetch(this.url, {
        method: "POST",
        body: new URLSearchParams({ body: text, version: this.versionField.value }),
        headers: { "X-CSRFToken": tokenField.value, Accept: "application/json" },
        redirect: "manual",
        keepalive: leaving && text.length < 20000, // browsers send no more than 64 kB after leaving
      });
      await this.answered(response, text);
    } catch {
      this.say("waiting", words.waiting);
      this.timer = setTimeout(() => this.save(), AGAIN);
    } finally {
      this.sending = false;
    }
    if (this.line.dataset.state === "saved" && this.isDirty) this.typed();
  }

  async answered(response, text) {
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isJson) return this.unknown(response);
    const answer = await response.json();
    if (answer.state === "saved") this.saved(answer, text);
    else if (answer.state === "conflict") this.showConflict(answer);
    else this.say(answer.state, answer.message);
  }

  saved(answer, text) {
    this.confirmed = text;
    this.versionField.value = answer.version;
    if (!this.isDirty) keep.drop(this.key);
    this.say("saved", answer.message);
  }

  // A redirect or a page instead of an answer: the session has ended, or its token was renewed elsewhere.
  unknown(response) {
    if (response.status >= 500) throw new Error("server");
    this.say("signed-out", words.signedOut, form.dataset.signIn);
  }

  showConflict(answer) {
    this.conflict = answer;
    this.place.innerHTML = answer.html;
    this.place.querySelectorAll(".diff").forEach((text) => {
      const change = text.querySelector("ins, del");
      if (change) text.scrollTop = change.offsetTop - text.offsetTop - 48;
    });
    this.say("conflict", answer.message);
  }

  join(choice) {
    if (!choice || !this.conflict) return;
    this.versionField.value = this.conflict.version;
    this.confirmed = this.conflict.current;
    if (choice === "theirs") this.field.value = this.confirmed;
    this.conflict = null;
    this.place.replaceChildren();
    this.field.focus();
    if (this.isDirty) this.save();
    else { keep.drop(this.key); this.say("saved", words.taken); }
  }

  say(state, message, link) {
    this.line.dataset.state = state;
    this.line.textContent = message;
    if (!link) return;
    const way = document.createElement("a");
    way.href = link;
    way.target = "_blank";
    way.rel = "noopener";
    way.textContent = words.signIn;
    this.line.append(" ", way);
  }
}

const sections = [...document.querySelectorAll("[data-autosave]")].map((element) => new Section(element));
const saveAll = (options) => sections.forEach((section) => section.save(options));

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saveAll({ leaving: true });
  else goOn();
});
addEventListener("pagehide", () => saveAll({ leaving: true }));
addEventListener("online", () => saveAll());
addEventListener("focus", () => goOn());
// Only where the browser keeps nothing, leaving could lose words.
addEventListener("beforeunload", (event) => {
  if (sections.some((section) => section.isDirty && !section.isKept)) event.preventDefault();
});

// Back from signing in, perhaps in another tab: take the new token and send what waits.
let asking = false;
async function goOn() {
  if (asking || !sections.some((section) => section.line.dataset.state === "signed-out")) return;
  asking = true;
  try {
    const response = await fetch(location.pathname, { redirect: "manual" });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("#schreiben input[name=csrfmiddlewaretoken]");
      if (fresh) { tokenField.value = fresh.value; saveAll(); }
    }
  } catch { /* still offline */ } finally { asking = false; }
}
