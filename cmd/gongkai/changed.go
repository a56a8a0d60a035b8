package main

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"

	"gongkai/generator/diag"
)

// gitError is what git itself said of why it failed.
type gitError struct {
	error
	said string
}

func (e gitError) Error() string { return "git: " + e.said }
func (e gitError) Unwrap() error { return e.error }

// git runs git in a folder and returns what it writes.
func git(folder string, args ...string) ([]byte, error) {
	cmd := exec.Command("git", append([]string{"-C", folder, "-c", "core.quotePath=false"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, misuse("没有安装 git", "git is not installed")
	}
	if err != nil {
		said, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n")
		return out, gitError{err, said}
	}
	return out, nil
}

// commit resolves a revision of the repository that a folder lies in.
func commit(folder, rev string) (string, error) {
	if _, err := git(folder, "rev-parse", "--git-dir"); err != nil {
		if known := (exit{}); errors.As(err, &known) {
			return "", err
		}
		return "", misuse("“%s”不在 git 仓库里，没有改动可比（%v）", "%q is in no git repository: there is no change to compare with (%v)", folder, err)
	}
	out, err := git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return "", misuse("没有“%s”这个版本。在自动检查里，先取全部历史（fetch-depth: 0）", "there is no revision %q. On a runner, fetch the whole history first (fetch-depth: 0)", rev)
	}
	return strings.TrimSpace(string(out)), nil
}

// changedSince are the lines of a folder that differ from where its branch
// left a revision, with what is not committed yet.
func changedSince(folder, rev string) (diag.Changes, error) {
	base, err := commit(folder, rev)
	if err != nil {
		return nil, err
	}
	out, err := git(folder, "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", "--relative", "--merge-base", base)
	if err != nil { // without a common ancestor, as in a shallow clone
		if out, err = git(folder, "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--src-prefix=a/", "--dst-prefix=b/", "--relative", base); err != nil {
			return nil, err
		}
	}
	changes, err := diag.ReadDiff(bytes.NewReader(out))
	if err != nil {
		return nil, err
	}
	out, err = git(folder, "ls-files", "--others", "--exclude-standard", "-z")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name != "" {
			changes[name] = []diag.Lines{diag.Whole}
		}
	}
	return changes, nil
}

// prefix is the way from a repository's root to a folder in it, as machines
// want it before each path: "" or ending in a slash.
func prefix(folder string) string {
	out, err := git(folder, "rev-parse", "--show-prefix")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
