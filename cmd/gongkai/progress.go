package main

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/generator/diag"
)

const (
	patience = time.Second            // what is done by then needs no progress
	redraw   = 200 * time.Millisecond // often enough to look alive
)

// progress is one line on the terminal that is written over and over, while
// somebody waits for more than a second. Its zero value shows nothing.
type progress struct {
	done, total atomic.Int64
	stop        chan struct{}
	over        sync.WaitGroup
}

// progress begins to show that something goes on. The caller ends it.
func (c *console) progress(what diag.Text) *progress {
	p := &progress{}
	if c.quiet || os.Getenv("CI") == "true" || !terminal(c.err) {
		return p
	}
	p.stop = make(chan struct{})
	p.over.Add(1)
	go p.draw(c, what.In(c.lang))
	return p
}

func (p *progress) draw(c *console, what string) {
	defer p.over.Done()
	began := time.Now()
	tick := time.NewTicker(redraw)
	defer tick.Stop()
	drawn := false
	for {
		select {
		case <-p.stop:
			if drawn {
				fmt.Fprint(c.err, "\r\x1b[K")
			}
			return
		case <-tick.C:
		}
		if time.Since(began) < patience {
			continue
		}
		drawn = true
		if total := p.total.Load(); total > 0 {
			fmt.Fprintf(c.err, "\r\x1b[K%s %d/%d", what, p.done.Load(), total)
			continue
		}
		fmt.Fprintf(c.err, "\r\x1b[K%s %ds", what, int(time.Since(began).Seconds()))
	}
}

// step says how far it is.
func (p *progress) step(done, total int) {
	p.done.Store(int64(done))
	p.total.Store(int64(total))
}

// end wipes the line away.
func (p *progress) end() {
	if p.stop != nil {
		close(p.stop)
		p.over.Wait()
		p.stop = nil
	}
}
