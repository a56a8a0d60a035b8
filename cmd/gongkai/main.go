// Command gongkai turns a folder of notices into a county's disclosure portal,
// checks it, and shows it while it is being worked on.
//
// main is one line: everything else takes its arguments, its streams and its
// surroundings as values, and returns the exit status. Each verb has a file.
// Human words go to stderr in the reader's language, what machines read goes
// to stdout. The status is 0 for clean, 1 for findings, 2 for misuse or broken
// settings, 3 for trouble with files.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
