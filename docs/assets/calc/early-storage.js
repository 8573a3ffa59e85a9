// 写在每一页的开头，先于主题的脚本，用最老的语法。浏览器不许存东西时，换成存在内存里的；
// 主题存下的设置读不懂时，删掉。不然主题的脚本一读就停，搜索什么也找不到。
(function () {
  function memory() {
    var kept = Object.create(null);
    return {
      get length() {
        return Object.keys(kept).length;
      },
      key: function (place) {
        return Object.keys(kept)[place] || null;
      },
      getItem: function (name) {
        return name in kept ? kept[name] : null;
      },
      setItem: function (name, value) {
        kept[name] = String(value);
      },
      removeItem: function (name) {
        delete kept[name];
      },
      clear: function () {
        kept = Object.create(null);
      },
    };
  }

  function sound(name, text) {
    try {
      var value = JSON.parse(text);
      if (name !== "palette") return true;
      return typeof value.index === "number" && value.index % 1 === 0 && !!value.color.scheme;
    } catch (error) {
      return false;
    }
  }

  // 主题存的，键是“网站的路径.__名称”；同一个主机上别的网站的不动。
  function tidy(store) {
    for (var i = store.length - 1; i >= 0; i--) {
      var key = store.key(i);
      var parts = key.split(".__");
      var ours = parts.length === 2 && location.pathname.indexOf(parts[0]) === 0;
      if (ours && !sound(parts[1], store.getItem(key))) store.removeItem(key);
    }
    store.getItem("");
  }

  ["localStorage", "sessionStorage"].forEach(function (name) {
    try {
      tidy(window[name]);
    } catch (error) {
      Object.defineProperty(window, name, { configurable: true, value: memory() });
    }
  });
})();
