// The browser's side of `gongkai serve`. It stands in no published page.
(function () {
  'use strict';
  var query = document.currentScript.src.split('?')[1] || '';
  var events = new EventSource('/.gongkai/events?' + query);
  var panel = null;

  events.addEventListener('reload', function () {
    events.close();
    location.reload();
  });
  // A page that is left for another must not hold one of the few connections.
  window.addEventListener('pagehide', function () { events.close(); });
  window.addEventListener('pageshow', function (e) { if (e.persisted) location.reload(); });

  events.addEventListener('css', function (e) {
    var styles = JSON.parse(e.data);
    document.querySelectorAll('link[rel~=stylesheet]').forEach(function (link) {
      var to = styles[decodeURI(new URL(link.href).pathname).slice(1)];
      if (!to) return;
      var next = link.cloneNode();
      next.removeAttribute('integrity');
      next.href = '/' + encodeURI(to);
      // The old one stays until the new one is there: no flash of bare text.
      next.onload = next.onerror = function () { link.remove(); };
      link.after(next);
    });
  });

  events.addEventListener('findings', function (e) {
    var report = JSON.parse(e.data);
    if (panel) panel.remove();
    panel = null;
    if (report.title) lay(report);
  });

  function element(name, text, className) {
    var node = document.createElement(name);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  }

  function lay(report) {
    panel = element('aside', '', 'gongkai-findings');
    panel.setAttribute('role', report.stopped ? 'alert' : 'status');
    panel.dataset.stopped = report.stopped;
    var details = element('details');
    details.open = report.stopped;
    details.append(element('summary', report.title));
    var list = element('ol');
    report.findings.forEach(function (f) { list.append(item(f)); });
    details.append(list);
    var close = element('button', '×');
    close.type = 'button';
    close.setAttribute('aria-label', report.close);
    close.onclick = function () { panel.remove(); panel = null; };
    panel.append(close, details);
    document.body.append(panel);
  }

  function item(f) {
    var li = element('li', '', 'gongkai-' + f.level);
    if (f.place) li.append(element('code', f.place));
    li.append(element('p', f.word + (f.rule ? ' ' + f.rule : '') + ': ' + f.message, 'gongkai-message'));
    if (f.source) li.append(element('pre', f.source));
    [f.help, f.law].concat(f.notes || []).forEach(function (text) {
      if (text) li.append(element('p', text));
    });
    return li;
  }
})();
