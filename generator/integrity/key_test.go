package integrity

import (
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeysAndSignatures(t *testing.T) {
	private, public, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	secret, err := PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	open, err := PublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	text := []byte("a list")
	signature := Sign(secret, text)
	if string(Sign(secret, text)) != string(signature) {
		t.Error("one list has two signatures by one key")
	}
	if !Signed(open, text, signature) {
		t.Error("the signature does not fit")
	}
	_, otherPublic, _ := NewKey()
	other, _ := PublicKey(otherPublic)
	if Signed(other, text, signature) || Signed(open, []byte("a List"), signature) || Signed(open, text, signature[:63]) || Signed(open, text, nil) {
		t.Error("a signature fits what it is not of")
	}
	if len(Fingerprint(open)) != 64 || Fingerprint(open) == Fingerprint(other) {
		t.Errorf("fingerprints %s, %s", Fingerprint(open), Fingerprint(other))
	}
	for name, c := range map[string]struct {
		read func() error
		want error
	}{
		"public for private": {func() error { _, err := PrivateKey(public); return err }, ErrIsPublic},
		"private for public": {func() error { _, err := PublicKey(private); return err }, ErrIsPrivate},
		"no key":             {func() error { _, err := PublicKey([]byte("ssh-ed25519 AAAA")); return err }, ErrNoKey},
		"empty":              {func() error { _, err := PrivateKey(nil); return err }, ErrNoKey},
		"broken": {func() error {
			_, err := PublicKey([]byte("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"))
			return err
		}, ErrOtherKey},
		"password": {func() error {
			_, err := PrivateKey([]byte("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"))
			return err
		}, ErrEncrypted},
		"certificate": {func() error {
			_, err := PublicKey([]byte("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
			return err
		}, ErrNoKey},
	} {
		if err := c.read(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOpenSSL: whoever has no gongkai checks with openssl, and may sign with it.
func TestOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("needs openssl")
	}
	dir := t.TempDir()
	openssl := func(args ...string) string {
		cmd := exec.Command("openssl", args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			return "failed: " + err.Error() + "\n" + string(out)
		}
		return string(out)
	}
	if out := openssl("genpkey", "-algorithm", "ed25519"); strings.HasPrefix(out, "failed") {
		t.Skip("this openssl knows no Ed25519")
	}
	private, public, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := PrivateKey(private)
	open, _ := PublicKey(public)
	text := []byte(strings.Repeat("a list of files\n", 1000))
	write(t, filepath.Join(dir, "gongkai.key.pub"), public)
	write(t, filepath.Join(dir, "gongkai.key"), private)
	write(t, filepath.Join(dir, "data", "manifest.json"), text)
	write(t, filepath.Join(dir, "data", "manifest.json.sig"), Sign(secret, text))
	verify := strings.Fields(OpenSSLRecipe)[1:]
	if out := openssl(verify...); !strings.Contains(out, "Success") {
		t.Errorf("openssl does not take our signature: %s", out)
	}
	if out := openssl("pkey", "-pubin", "-in", "gongkai.key.pub", "-outform", "DER", "-out", "der"); strings.HasPrefix(out, "failed") {
		t.Error(out)
	}
	if out := openssl("dgst", "-sha256", "-r", "der"); !strings.HasPrefix(out, Fingerprint(open)) {
		t.Errorf("openssl gives another fingerprint: %s", out)
	}
	if out := openssl("pkeyutl", "-sign", "-inkey", "gongkai.key", "-rawin", "-in", "data/manifest.json", "-out", "theirs"); strings.HasPrefix(out, "failed") {
		t.Error(out)
	}
	theirs := openssl("dgst", "-sha256", "-r", "theirs")
	write(t, filepath.Join(dir, "ours"), Sign(secret, text))
	if ours := openssl("dgst", "-sha256", "-r", "ours"); ours[:64] != theirs[:64] {
		t.Error("openssl signs otherwise")
	}
	write(t, filepath.Join(dir, "data", "manifest.json"), text[1:])
	if out := openssl(verify...); strings.Contains(out, "Success") {
		t.Error("openssl takes the signature of another list")
	}

	// A key that openssl made.
	openssl("genpkey", "-algorithm", "ed25519", "-out", "k2")
	if out := openssl("pkey", "-in", "k2"); !strings.HasPrefix(out, "failed") {
		if key, err := PrivateKey([]byte(out)); err != nil {
			t.Errorf("a key of openssl: %v", err)
		} else if got := hex.EncodeToString(key.Seed()); len(got) != 64 {
			t.Error(got)
		}
	}
	if out := openssl("genpkey", "-algorithm", "X25519"); !strings.HasPrefix(out, "failed") {
		if _, err := PrivateKey([]byte(out)); !errors.Is(err, ErrOtherKey) {
			t.Errorf("a key of another kind: %v", err)
		}
	}
}

// TestPageHasTheRecipes: what people are told to run is what was tried.
func TestPageHasTheRecipes(t *testing.T) {
	page, err := os.ReadFile("../decisions/0014-integrity.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, recipe := range []string{SedRecipe, OpenSSLRecipe} {
		if !strings.Contains(string(page), "\n"+recipe+"\n") {
			t.Errorf("the decision page does not have: %s", recipe)
		}
	}
}
