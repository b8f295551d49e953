// The frame is as high as the letter is long: no part of it hides below an edge.
const frame = document.querySelector(".mailbox-frame");

function fit() {
  const letter = frame.contentDocument;
  if (!letter?.body) return;
  // A frame that is higher than its letter would say its own height.
  frame.style.height = "0";
  const borders = frame.offsetHeight - frame.clientHeight;
  frame.style.height = `${letter.documentElement.scrollHeight + borders}px`;
}

if (frame) {
  frame.addEventListener("load", fit);
  window.addEventListener("resize", fit);
  fit();
}
