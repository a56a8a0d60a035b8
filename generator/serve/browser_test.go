package serve

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	chromium "gongkai/generator/browser"
)

// TestInBrowser does what the other tests do with the real client, under the
// pages' own Content-Security-Policy.
func TestInBrowser(t *testing.T) {
	program := chromium.Path(t)
	s := start(t, small(), 0)
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	defer cancel()
	var mu sync.Mutex
	var complaints []string
	ctx, cancel = chromedp.NewContext(ctx, chromedp.WithListener(func(e any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := e.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.URL, "favicon") {
				complaints = append(complaints, e.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, e.ExceptionDetails.Text)
		}
	}))
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, 5*limit)
	defer cancel()

	// becomes waits, over reloads, until an expression is true in the page.
	becomes := func(what, expression string) {
		t.Helper()
		var last error
		for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
			ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression))
			if last = err; ok {
				return
			}
		}
		t.Fatalf("%s: not so: %s (%v)", what, expression, last)
	}

	if err := chromedp.Do(ctx, chromedp.Navigate(s.url+"/")); err != nil {
		t.Fatal(err)
	}
	becomes("open", `getComputedStyle(document.querySelector('p')).color === 'rgb(255, 0, 0)'`)
	becomes("mark the page", `window.same = true`)
	s.write("theme/site.css", "p { color: #00ff00 }")
	becomes("swap the stylesheet", `getComputedStyle(document.querySelector('p')).color === 'rgb(0, 255, 0)'
		&& window.same && document.querySelectorAll('link[href*="assets/"]').length === 1`)

	s.write("content/index.html", "BROKEN")
	becomes("overlay", `(function () {
		var panel = document.querySelector('.gongkai-findings[data-stopped=true]');
		return !!panel && getComputedStyle(panel).position === 'fixed' && panel.innerText.includes('content/index.html:1:1')
			&& window.same && document.querySelector('p').innerText === 'first';
	})()`)

	s.write("content/index.html", "mended")
	becomes("recover", `document.querySelector('p').innerText === 'mended' && !window.same && !document.querySelector('.gongkai-findings')`)

	mu.Lock()
	defer mu.Unlock()
	if len(complaints) > 0 {
		t.Errorf("the browser complains: %q", complaints)
	}
}
