/* What `sitegen serve` adds to a page: it waits for a newer one, and shows the mistakes that keep one
   from coming. `socket` is the path of the socket, with the token that lets this page in. */
(function (found, socket) {
  "use strict";
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
  function reload() {
    location.reload();
  }
  function listen() {
    var waiting = new WebSocket("ws://" + location.host + socket);
    waiting.onopen = function () {
      waiting.send(JSON.stringify({ command: "info", url: location.href }));
    };
    waiting.onmessage = function (event) {
      if (JSON.parse(event.data).command === "reload") reload();
    };
    waiting.onclose = function () {
      setTimeout(seek, 1000);
    };
  }
  // The server is gone. When it is there again it has another token, and the page is read anew.
  function seek() {
    var script = document.createElement("script");
    script.src = "/livereload.js";
    script.onload = reload;
    script.onerror = function () {
      script.remove();
      setTimeout(seek, 1000);
    };
    document.head.appendChild(script);
  }
  if (found) show();
  listen();
})
