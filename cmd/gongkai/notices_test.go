package main

import (
	"os/exec"
	"strings"
	"testing"
)

func TestNoticesNameEveryModule(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range strings.Fields(string(out)) {
		if m != "gongkai" && !strings.Contains(notices, "\n"+m+" (") {
			t.Errorf("notices.txt has no notice of %s", m)
		}
	}
}
