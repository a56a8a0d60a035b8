//go:build race

package build_test

// raceEnabled makes the long tests short: each step takes ten times as long.
const raceEnabled = true
