// 写在每一页的开头，先于别的脚本，用最老的语法。三件事：程序和样式的字节不对、缺了，越过
// 缓存重新取；几次没有取到，在表单上面说出来，隔一会儿再取；网页自己没有下载完整，也说出来。
(function () {
  var WAITS = [0, 1000, 4000, 15000, 60000];
  var TOLD = 3; // 取了这么多次还没有，就说
  var SAY = {
    file: "这是存在电脑里的一页，计算器要从网站上打开才能用。下面是例子的结果，改了数字也不会算。",
    lost:
      "没有取到计算器的程序：网络断了，或者网站正在更新。" +
      "下面是例子的结果，改了数字也不会算。过一分钟刷新这一页。",
    old:
      "这个浏览器太旧，打不开计算器。" +
      "下面是例子的结果，改了数字也不会算。换一个新一点的浏览器，或用电脑打开。",
  };
  var CUT = "这一页没有下载完整，下面的数字可能缺了几位。刷新这一页再看。";
  var times = {};

  function say(text) {
    var places = document.querySelectorAll("calc-form:not([data-alive]) .calc-lead");
    for (var i = 0; i < places.length; i++) places[i].textContent = text;
    if (document.readyState === "loading")
      addEventListener("DOMContentLoaded", function () {
        say(text);
      });
  }

  // 地址后面加一个 #：浏览器记得那个地址的模块坏过，换一个说法才肯再读。
  function insert(old, address) {
    var name = old.tagName === "LINK" ? "href" : "src";
    var fresh = document.createElement(old.tagName);
    for (var i = 0; i < old.attributes.length; i++) {
      fresh.setAttribute(old.attributes[i].name, old.attributes[i].value);
    }
    fresh.async = true;
    fresh[name] = address + "#" + times[address];
    if (old.parentNode) old.parentNode.replaceChild(fresh, old);
    else document.head.appendChild(fresh);
  }

  function again(old, address) {
    var count = times[address] || 0;
    var program = /\/calc\.mjs$/.test(address);
    if (location.protocol === "file:") return program && say(SAY.file);
    if (count >= TOLD && program) say(SAY.lost);
    if (count === WAITS.length) return;
    times[address] = count + 1;
    var next = function () {
      insert(old, address);
    };
    setTimeout(function () {
      fetch(address, { cache: "reload" }).then(next, next);
    }, WAITS[count]);
  }

  // 页尾有主题的设置；没有它，就是断在了中间。
  addEventListener("DOMContentLoaded", function () {
    if (document.getElementById("__config")) return;
    var told = document.createElement("p");
    told.className = "calc-cut";
    told.setAttribute("role", "alert");
    told.textContent = CUT;
    document.body.insertBefore(told, document.body.firstChild);
  });

  addEventListener(
    "error",
    function (event) {
      var old = event.target;
      if (old && old.integrity) again(old, (old.src || old.href).split("#")[0]);
      if (
        /\/calc\.mjs/.test(event.filename || "") &&
        !document.querySelector("calc-form[data-alive]")
      )
        say(SAY.old);
    },
    true,
  );
})();
