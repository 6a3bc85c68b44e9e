/* Fits the height of figures from Klimamosaik that are embedded in a page. No cookies, no tracking. */
(function () {
  "use strict";
  if (window.parent !== window) {
    var tell = function () {
      parent.postMessage({ klimamosaik: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
    };
    addEventListener("load", tell);
    if (window.ResizeObserver) new ResizeObserver(tell).observe(document.documentElement);
  }
  addEventListener("message", function (event) {
    var high = event.data && Number(event.data.klimamosaik);
    if (!(high > 0 && high < 20000)) return;
    document.querySelectorAll('iframe[src*="/einbetten/"]').forEach(function (frame) {
      if (frame.contentWindow === event.source) frame.height = high;
    });
  });
})();
