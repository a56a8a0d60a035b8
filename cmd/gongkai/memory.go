package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// room is how many bytes a build may take before garbage is collected: one that
// makes little is done before, and one that makes a lot collects a few times
// instead of twenty. A county whose site alone is larger gets what is alive and
// 85 % more: most of what a build makes is garbage as soon as it is written.
const room = 256 << 20

// collectLate puts the collection of garbage off. What it returns ends that. Who
// sets GOGC knows better.
func collectLate() (end func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	percent := -1
	before := debug.SetGCPercent(percent)
	largePages()
	done := make(chan struct{})
	go func() {
		heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}}
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			metrics.Read(heap)
			used, alive := heap[0].Value.Uint64(), heap[1].Value.Uint64()
			next := percent
			switch {
			case percent < 0 && used > room:
				next = 85 // collects at once, and so tells what is alive
			case percent > 0:
				next = max(85, int(room*100/max(alive, room/16))-100)
			}
			if next != percent {
				percent = next
				debug.SetGCPercent(percent)
			}
		}
	}()
	return func() { close(done); debug.SetGCPercent(before) }
}

// largePages has the memory that a build will take come from the system in large
// pages: tens of thousands of small ones, each asked for by a fault, cost a
// quarter of a build in which little changed, and more on a virtual machine.
//
// What is taken and given back here untouched is what the heap grows into
// next.
func largePages() {
	if !canAdvise(room) {
		return
	}
	block := make([]byte, room)
	adviseLarge(block)
	runtime.KeepAlive(&block[0])
	block = nil
	runtime.GC()
}
