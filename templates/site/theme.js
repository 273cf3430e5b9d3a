// Before anything is shown, so that nothing flashes: the theme that was chosen here, where that is not the system's.
(() => {
  "use strict";
  try {
    const theme = localStorage.getItem("kubewright-theme");
    if (theme === "dark" || theme === "light")
      document.documentElement.dataset.theme = theme;
  } catch {
    // A browser may keep nothing for files: then the system's theme it is.
  }
})();
