/* What `sitegen serve` adds to a page: the mistakes that keep a newer one from being shown. */
(function (found) {
  "use strict";
  if (!found) return;
  function show() {
    var box = document.createElement("div");
    var text = document.createElement("pre");
    box.setAttribute("role", "alert");
    box.setAttribute("data-sitegen-problems", "");
    box.setAttribute("translate", "no");
    Object.assign(box.style, {
      position: "fixed", left: "0", right: "0", bottom: "0", maxHeight: "60%", overflow: "auto",
      zIndex: "2147483647", background: "#fff", color: "#111", borderTop: "4px solid #b00020",
      padding: "1rem", boxSizing: "border-box",
    });
    Object.assign(text.style, {
      margin: "0", whiteSpace: "pre-wrap", overflowWrap: "anywhere", font: "14px/1.4 monospace",
    });
    text.textContent = found;
    box.appendChild(text);
    document.body.appendChild(box);
  }
  if (document.body) show();
  else document.addEventListener("DOMContentLoaded", show);
})
