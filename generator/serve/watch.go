package serve

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// settle is how long no change must have come before a build starts: an
	// editor that saves one file makes several changes.
	settle = 25 * time.Millisecond

	// patience bounds the wait while changes keep coming.
	patience = time.Second

	// fallback is how often to look where the system cannot tell of changes,
	// such as when there are more folders than it may watch.
	fallback = 700 * time.Millisecond
)

// roots are the folders of the source that a build reads.
func roots() []string { return []string{"content", "layouts", "theme"} }

// watch sends the paths that changed, relative to folder and with slashes,
// in batches, until ctx ends. every is how often to look; 0 means to be told.
func watch(ctx context.Context, folder string, every time.Duration) (<-chan []string, error) {
	if st, err := os.Stat(folder); err != nil {
		return nil, err
	} else if !st.IsDir() {
		return nil, &fs.PathError{Op: "watch", Path: folder, Err: errors.New("not a folder")}
	}
	single := make(chan string)
	if every > 0 {
		go poll(ctx, folder, every, stamps(folder), single)
		return batch(ctx, single), nil
	}
	n, err := newNotifier(folder)
	if err != nil {
		go poll(ctx, folder, fallback, stamps(folder), single)
	} else {
		go n.run(ctx, single)
	}
	return batch(ctx, single), nil
}

// batch gathers changes until they settle. Changes that come while the last
// batch is being worked on make up the next.
func batch(ctx context.Context, single <-chan string) <-chan []string {
	out := make(chan []string)
	go func() {
		var pending []string
		var first time.Time
		var wait <-chan time.Time
		var ready chan<- []string // nil until the changes have settled
		for {
			select {
			case p := <-single:
				if len(pending) == 0 {
					first = time.Now()
				}
				if !slices.Contains(pending, p) {
					pending = append(pending, p)
				}
				if time.Since(first) < patience {
					wait = time.After(settle)
				}
			case <-wait:
				wait, ready = nil, out
			case ready <- pending:
				pending, ready = nil, nil
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// passing names are those of files that editors make and remove beside the
// one that is edited, and of the system's own.
func passing(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || strings.HasSuffix(name, "~") ||
		name == "4913" || strings.HasSuffix(name, ".swp") || name == "Thumbs.db" || name == "desktop.ini"
}

// notifier is told of changes by the system.
type notifier struct {
	folder string
	*fsnotify.Watcher
}

func newNotifier(folder string) (*notifier, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	n := &notifier{folder, w}
	// The source itself too, for a folder of layouts may be made later.
	err = n.Add(folder)
	for _, root := range roots() {
		if err == nil {
			_, err = n.follow(filepath.Join(folder, root))
		}
	}
	if err != nil {
		w.Close()
		return nil, err
	}
	return n, nil
}

// follow watches a folder and those below it and returns the files in them.
// A folder is watched before it is read, so that nothing slips through.
func (n *notifier) follow(dir string) (files []string, err error) {
	if err := n.Add(dir); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil // removed already
	}
	for _, e := range entries {
		switch {
		case passing(e.Name()):
		case e.IsDir():
			below, err := n.follow(filepath.Join(dir, e.Name()))
			if err != nil {
				return files, err
			}
			files = append(files, below...)
		default:
			files = append(files, filepath.Join(dir, e.Name()))
		}
	}
	return files, nil
}

func (n *notifier) run(ctx context.Context, out chan<- string) {
	defer n.Close()
	for {
		var changed []string
		select {
		case e, open := <-n.Events:
			if !open {
				return
			}
			changed = n.changed(e)
		case _, open := <-n.Errors:
			if !open {
				return
			}
			// Changes were lost: take all for changed, and look for folders
			// that are not watched yet.
			for _, root := range roots() {
				n.follow(filepath.Join(n.folder, root)) // as far as it goes
			}
			changed = []string{filepath.Join(n.folder, "content")}
		case <-ctx.Done():
			return
		}
		for _, p := range changed {
			if rel, ok := inRoots(n.folder, p); ok && !send(ctx, out, rel) {
				return
			}
		}
	}
}

// changed are the paths that an event is about: of a new folder, the files
// that are in it already.
func (n *notifier) changed(e fsnotify.Event) []string {
	if e.Op == fsnotify.Chmod || passing(filepath.Base(e.Name)) {
		return nil
	}
	if _, ok := inRoots(n.folder, e.Name); !ok {
		return nil
	}
	if e.Has(fsnotify.Create) {
		if st, err := os.Lstat(e.Name); err == nil && st.IsDir() {
			files, _ := n.follow(e.Name) // as far as it goes
			return append(files, e.Name)
		}
	}
	return []string{e.Name}
}

// inRoots makes a path relative to the source, if a build reads it.
func inRoots(folder, p string) (string, bool) {
	rel, err := filepath.Rel(folder, p)
	if err != nil {
		return "", false
	}
	rel = filepath.ToSlash(rel)
	top, _, _ := strings.Cut(rel, "/")
	return rel, slices.Contains(roots(), top)
}

func send(ctx context.Context, out chan<- string, p string) bool {
	select {
	case out <- p:
		return true
	case <-ctx.Done():
		return false
	}
}

// stamp tells two versions of a file apart.
type stamp struct {
	size int64
	time time.Time
}

// poll looks at all files again and again, for shares on a network, which
// tell nothing. old is how the files were when the caller began.
func poll(ctx context.Context, folder string, every time.Duration, old map[string]stamp, out chan<- string) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		now := stamps(folder)
		for _, p := range differing(old, now) {
			if !send(ctx, out, p) {
				return
			}
		}
		old = now
	}
}

func stamps(folder string) map[string]stamp {
	all := map[string]stamp{}
	for _, root := range roots() {
		filepath.WalkDir(filepath.Join(folder, root), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || passing(d.Name()) {
				return nil // what cannot be read now may be by the next look
			}
			if st, err := d.Info(); err == nil {
				rel, _ := inRoots(folder, p)
				all[rel] = stamp{st.Size(), st.ModTime()}
			}
			return nil
		})
	}
	return all
}

func differing(old, now map[string]stamp) []string {
	var list []string
	for p, s := range now {
		if was, ok := old[p]; !ok || was.size != s.size || !was.time.Equal(s.time) {
			list = append(list, p)
		}
	}
	for p := range old {
		if _, ok := now[p]; !ok {
			list = append(list, p)
		}
	}
	slices.Sort(list)
	return list
}
