package cache

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
)

func TestSpoolGivesBackWhatItGot(t *testing.T) {
	s, err := NewSpool()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	places := make([]Spooled, 200)
	var all sync.WaitGroup
	for i := range places {
		all.Go(func() {
			at, err := s.Put(bytes.Repeat([]byte(fmt.Sprint(i, " ")), i))
			if err != nil {
				t.Error(err)
			}
			places[i] = at
		})
	}
	all.Wait()
	for i, at := range places {
		b, err := s.Get(nil, at)
		if err != nil || !bytes.Equal(b, bytes.Repeat([]byte(fmt.Sprint(i, " ")), i)) {
			t.Fatalf("text %d came back as %q, %v", i, b, err)
		}
	}
}

func TestClosedSpoolFails(t *testing.T) {
	s, err := NewSpool()
	if err != nil {
		t.Fatal(err)
	}
	at, _ := s.Put([]byte("a"))
	s.Close()
	if _, err := s.Get(nil, at); err == nil {
		t.Error("a closed spool still reads")
	}
}
