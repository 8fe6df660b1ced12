// Before the page is drawn, so that what needs scripts has its place from the start and nothing moves for it.
document.documentElement.classList.add("js");
