// Before the page is drawn, so that what needs scripts has its place from the start and nothing moves for it.
const root = document.documentElement;
root.classList.add("js");
try {
  const preview = localStorage.getItem("vorschau"); // editor.js
  if (preview) root.dataset.preview = preview;
} catch { /* no place to remember: as it is by itself */ }
