package integrity

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"strings"
)

// What is wrong with a file that should hold a key.
var (
	ErrNoKey     = errors.New("is no key in PEM form")
	ErrOtherKey  = errors.New("holds a key of another kind than Ed25519")
	ErrEncrypted = errors.New("holds a key that is protected by a password")
	ErrIsPrivate = errors.New("holds a private key, where the public one is needed")
	ErrIsPublic  = errors.New("holds a public key, where the private one is needed")
)

// MaxKey is more than any file of a key has.
const MaxKey = 64 << 10

// NewKey makes a pair of keys: the private one as PKCS #8, the public one as
// PKIX, both in PEM, as openssl reads and makes them.
func NewKey() (private, public []byte, err error) {
	pub, priv, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(priv)
	if err != nil {
		return nil, nil, err
	}
	open, err := x509.MarshalPKIXPublicKey(pub)
	if err != nil {
		return nil, nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}),
		pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: open}), nil
}

// PrivateKey reads the file of a private key.
func PrivateKey(text []byte) (ed25519.PrivateKey, error) {
	block, err := decode(text)
	if err != nil {
		return nil, err
	}
	if block.Type == "PUBLIC KEY" {
		return nil, ErrIsPublic
	}
	any, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, ErrOtherKey
	}
	key, ok := any.(ed25519.PrivateKey)
	if !ok {
		return nil, ErrOtherKey
	}
	return key, nil
}

// PublicKey reads the file of a public key.
func PublicKey(text []byte) (ed25519.PublicKey, error) {
	block, err := decode(text)
	if err != nil {
		return nil, err
	}
	if block.Type != "PUBLIC KEY" {
		return nil, ErrIsPrivate
	}
	any, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, ErrOtherKey
	}
	key, ok := any.(ed25519.PublicKey)
	if !ok {
		return nil, ErrOtherKey
	}
	return key, nil
}

func decode(text []byte) (*pem.Block, error) {
	block, _ := pem.Decode(text)
	switch {
	case block == nil:
		return nil, ErrNoKey
	case block.Type == "ENCRYPTED PRIVATE KEY" || strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED"):
		return nil, ErrEncrypted
	case block.Type != "PUBLIC KEY" && !strings.HasSuffix(block.Type, "PRIVATE KEY"):
		return nil, ErrNoKey
	}
	return block, nil
}

// Fingerprint is what people compare keys by: the SHA-256 of the public key in
// its DER form, in hexadecimal digits.
func Fingerprint(key ed25519.PublicKey) string {
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		return "" // cannot be: it is an Ed25519 key
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// Sign makes the signature of a list's bytes.
func Sign(key ed25519.PrivateKey, manifest []byte) []byte { return ed25519.Sign(key, manifest) }

// Signed reports whether a signature is that of a list's bytes by a key.
func Signed(key ed25519.PublicKey, manifest, signature []byte) bool {
	return len(signature) == ed25519.SignatureSize && ed25519.Verify(key, manifest, signature)
}
