// Runs before the first paint: the chosen theme, or none so that the style sheet follows the system.
(() => {
  const root = document.documentElement;
  const media = matchMedia('(prefers-color-scheme: dark)');
  const stored = () => {
    try {
      return localStorage.getItem('auditor-theme');
    } catch {
      return null; // Storage is switched off: the system's theme it is.
    }
  };
  const apply = () => {
    const chosen = stored();
    root.dataset.theme = chosen === 'light' || chosen === 'dark' ? chosen : media.matches ? 'dark' : 'light';
    document.dispatchEvent(new CustomEvent('auditor:theme'));
  };
  media.addEventListener('change', apply);
  apply();
  document.addEventListener('click', event => {
    if (event.target.closest?.('[data-theme-toggle]')) {
      try {
        localStorage.setItem('auditor-theme', root.dataset.theme === 'dark' ? 'light' : 'dark');
      } catch {
        root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
        return;
      }
      apply();
    }
  });
})();
