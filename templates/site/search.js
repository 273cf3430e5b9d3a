// What a search finds: kinds, types, fields, and paths through them. The index is loaded when it is first wanted.
(() => {
  "use strict";
  const root = document.body.dataset.root ?? "";
  const most = 20;

  /** @type {Promise<object> | undefined} */
  let loading;

  function load() {
    loading ??= script("minisearch.js")
      .then(() => script("search-index.js"))
      .then(() => {
        const { entries, names, types, index } = globalThis.kubewrightSearch;
        const words = globalThis.MiniSearch.loadJS(index, {
          fields: ["title", "words"],
        });
        return { entries, names, types, words, places: placesOf(types) };
      });
    return loading;
  }

  function script(name) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = `${root}assets/${name}`;
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  /** Where each name is a field: a type's number and the path in it. */
  function placesOf(types) {
    const places = new Map();
    const visit = (type, tree, path) => {
      for (const [name, below] of Object.entries(tree)) {
        const here = [...path, name];
        const known = places.get(name);
        if (known === undefined) places.set(name, [[type, here]]);
        else known.push([type, here]);
        if (typeof below === "object") visit(type, below, here);
      }
    };
    types.forEach(([, tree], type) => visit(type, tree, []));
    return places;
  }

  function anchorOf(path) {
    return path
      .map((name) => `.${encodeURIComponent(name).replaceAll(".", "%2E")}`)
      .join("");
  }

  function pageOf(types, type, path) {
    const [page, , , moved] = types[type];
    for (let length = path.length; length > 0; length -= 1) {
      const prefix = path.slice(0, length).join(".");
      const found = moved.find(
        ([of, , itself]) => of === prefix && (itself || length < path.length),
      );
      if (found !== undefined) return found[1];
    }
    return page;
  }

  function address(page, anchor) {
    const way = page.split("/").map(encodeURIComponent).join("/");
    return `${root}${way}.html${anchor === "" ? "" : `#${anchor}`}`;
  }

  function search(data, query) {
    const text = query.trim().replace(/\[\]/g, "");
    if (text === "") return [];
    return text.includes(".") && data.types.length > 0
      ? walk(data, text)
      : byWords(data, text);
  }

  function byWords({ entries, names, types, words, places }, text) {
    const found = words.search(text, {
      prefix: true,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      boost: { title: 3 },
      boostDocument: (id) =>
        id >= entries.length ? 0.6 : exactness(entries[id], text),
    });
    const results = [];
    for (const { id } of found) {
      if (results.length >= most) break;
      if (id < entries.length) {
        const [title, about, page, , , anchor = ""] = entries[id];
        results.push({ title, about, href: address(page, anchor) });
        continue;
      }
      const all = places.get(names[id - entries.length]) ?? [];
      for (const [type, path] of all.slice(0, 5))
        results.push(fieldResult(types, entries, type, path, []));
    }
    return results.slice(0, most);
  }

  /** A kind before a type, and what is called so before what begins so. */
  function exactness([title, about, , , aliases], text) {
    const wanted = text.toLowerCase();
    const isOne =
      title.toLowerCase() === wanted ||
      aliases.some((alias) => alias.toLowerCase() === wanted);
    return (about.startsWith("type of ") ? 1 : 2) * (isOne ? 4 : 1);
  }

  function fieldResult(types, entries, type, path, before) {
    const [page] = types[type];
    const name = page.slice(page.lastIndexOf("/") + 1);
    return {
      title: before.length > 0 ? before.join(".") : `${name}.${path.join(".")}`,
      about: `field of ${name}, ${page.split("/types/")[0]}`,
      href: address(pageOf(types, type, path), anchorOf(path)),
    };
  }

  /** Follows a path from the kinds or the types that its first word may mean, each name by its beginning. */
  function walk({ entries, types }, text) {
    const [first = "", ...rest] = text.toLowerCase().split(".");
    const starts = entries
      .filter(([, , , type]) => type >= 0)
      .map((entry) => ({ entry, rank: rankOf(entry, first) }))
      .filter(({ rank }) => rank > 0)
      .sort((a, b) => b.rank - a.rank)
      .slice(0, 40);
    const results = [];
    for (const { entry } of starts) {
      step(
        types,
        entry[3],
        types[entry[3]][1],
        [],
        [],
        [entry[0]],
        rest,
        (found) => {
          const href = shownAt(types, entry[3], found);
          // A kind and its type lead to the same place.
          if (
            results.length >= most ||
            results.some((one) => one.href === href)
          )
            return;
          results.push({ title: found.shown.join("."), about: entry[1], href });
        },
      );
      if (results.length >= most) break;
    }
    return results;
  }

  function rankOf([title, about, , , aliases], first) {
    const name = title.toLowerCase();
    const kind = about.startsWith("type of ") ? 0 : 10;
    if (aliases.includes(first)) return kind + 4;
    if (name === first) return kind + 3;
    if (name.startsWith(first) && first !== "") return kind + 1;
    return 0;
  }

  /** On the kind's own page where that shows the field, or else on the page of the type that has it. */
  function shownAt(types, start, { type, path, hops, shown }) {
    const [page, , followed] = types[start];
    const whole = shown.slice(1);
    if (hops.length > 0 && followed.includes(hops.at(-1)))
      return address(page, anchorOf(whole));
    return address(pageOf(types, type, path), anchorOf(path));
  }

  function step(types, type, tree, path, hops, shown, rest, give) {
    const [next, ...more] = rest;
    if (next === undefined) return;
    for (const name of matching(tree, next, more.length > 0)) {
      const below = tree[name];
      const here = {
        type,
        path: [...path, name],
        hops,
        shown: [...shown, name],
      };
      if (more.length === 0) give(here);
      else if (typeof below === "object")
        step(types, type, below, here.path, hops, here.shown, more, give);
      else if (below > 0) {
        const hop = here.shown.slice(1).join(".");
        const [, fields] = types[below - 1];
        step(
          types,
          below - 1,
          fields,
          [],
          [...hops, hop],
          here.shown,
          more,
          give,
        );
      }
    }
  }

  /** The names that begin so; the one that is so, where a path goes on. */
  function matching(tree, wanted, goesOn) {
    const names = Object.keys(tree);
    const exact = names.filter((name) => name.toLowerCase() === wanted);
    if (goesOn && exact.length > 0) return exact;
    const others = names.filter(
      (name) => name.toLowerCase().startsWith(wanted) && !exact.includes(name),
    );
    return [...exact, ...others];
  }
  globalThis.kubewrightFinder = { load, search };
})();
