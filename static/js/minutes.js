// The page of minutes: which section is being read, and forms that open and close beside it.

// --- contents: the section at the top of the window is marked --------------------------------------------
const links = new Map(
  [...document.querySelectorAll(".toc a[href^='#']")].map((link) => [link.hash.slice(1), link]),
);
const visible = new Set();

function mark() {
  const first = [...links.keys()].find((id) => visible.has(id));
  if (!first) return; // between two sections the last mark stays
  for (const [id, link] of links) {
    if (id === first) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

if ("IntersectionObserver" in window) {
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) visible.add(target.id);
      else visible.delete(target.id);
    }
    mark();
  }, { rootMargin: "-15% 0px -60% 0px" });
  for (const id of links.keys()) {
    const section = document.getElementById(id);
    if (section) observer.observe(section);
  }
}

// --- comments ----------------------------------------------------------------------------------------------
// »Abbrechen« takes the form away and gives the focus back to the link that opened it.
let opener = null;
document.addEventListener("click", (event) => { opener = event.target.closest("a[hx-get]") ?? opener; });
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-dismiss]");
  const form = link && document.querySelector(link.dataset.dismiss);
  if (!form) return;
  event.preventDefault();
  form.remove();
  opener?.focus();
});

// Of the forms for decisions and tasks one is open at a time: their fields have the same names.
document.addEventListener("htmx:beforeSwap", (event) => {
  const place = event.detail.target;
  if (!place?.matches?.("[data-only-one]")) return;
  document.querySelectorAll("[data-only-one]").forEach((other) => { if (other !== place) other.replaceChildren(); });
});

// What was just said gets the focus, so that reading goes on there.
document.addEventListener("said", (event) => {
  document.getElementById(event.detail?.value)?.focus({ preventScroll: false });
});

// An address that names a folded comment leads to the page with all comments of its section.
const folded = location.hash && document.querySelector(`.folded > [id="${CSS.escape(location.hash.slice(1))}"]`);
if (folded) location.replace(folded.parentElement.querySelector("a").pathname + location.hash);
