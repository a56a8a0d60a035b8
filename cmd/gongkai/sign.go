package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"runtime"
	"syscall"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/integrity"
)

type signVerb struct {
	Dir    string `arg:"" optional:"" help:"生成的网站；默认是网站文件夹里的 public|the site that was built; default: public in the source folder"`
	Key    string `placeholder:"FILE" help:"私钥文件|the file of the private key"`
	NewKey string `name:"new-key" placeholder:"FILE" help:"新建一对密钥：FILE 是私钥，FILE.pub 是公钥|make a pair of keys: FILE is the private one, FILE.pub the public one"`
}

func (*signVerb) more() diag.Text {
	return diag.Text{
		ZH: "先新建密钥：gongkai sign --new-key ~/gongkai.key\n私钥自己保管，不要放进网站文件夹，不要发给别人；公钥 gongkai.key.pub 用别的办法公布，例如印在公报上。\n每次生成以后签名：gongkai sign --key ~/gongkai.key\n签名以前先核对一遍，和文件清单 data/manifest.json 不一样就不签。签名写在 data/manifest.json.sig。\n别人用 gongkai verify 核对；没有 gongkai，用 openssl：\n" + integrity.OpenSSLRecipe,
		EN: "Make a pair of keys first: gongkai sign --new-key ~/gongkai.key\nKeep the private one to yourself and out of the site's folder; make gongkai.key.pub known in another way\nthan on the site alone, such as in print. Sign after each build: gongkai sign --key ~/gongkai.key\nThe site is compared with its list of files, data/manifest.json, and not signed if it differs. The signature\nis data/manifest.json.sig. Others check it with gongkai verify or, without gongkai, with openssl:\n" + integrity.OpenSSLRecipe,
	}
}

// Run signs a site, or makes keys.
func (v *signVerb) Run(c *console) error {
	switch {
	case v.NewKey != "" && (v.Key != "" || v.Dir != ""):
		return misuse("--new-key 只新建密钥，签名另外运行一次", "--new-key only makes keys: sign in another run")
	case v.NewKey != "":
		return newKey(c, v.NewKey)
	case v.Key == "":
		return misuse("缺少 --key：私钥文件。还没有的话：gongkai sign --new-key FILE", "--key is missing: the file of the private key. To make one: gongkai sign --new-key FILE")
	}
	dir := v.Dir
	if dir == "" {
		dir = filepath.Join(c.folder, "public")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	key, err := v.private(c, dir)
	if err != nil {
		return err
	}
	root, err := openSite(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return sign(ctx, c, root, key)
}

// private reads the private key, which must not lie in what is published.
func (v *signVerb) private(c *console, dir string) (ed25519.PrivateKey, error) {
	if err := apart(v.Key, dir); err != nil {
		return nil, err
	}
	text, err := readKey(v.Key)
	if err != nil {
		return nil, err
	}
	key, err := integrity.PrivateKey(text)
	if err != nil {
		return nil, badKey(v.Key, err)
	}
	if st, err := os.Stat(v.Key); err == nil && runtime.GOOS != "windows" && st.Mode().Perm()&0o077 != 0 {
		c.say("注意：别人也能读私钥“%[1]s”，应当运行 chmod 600 %[1]s", "note: others can read the private key %[1]q: chmod 600 %[1]s", v.Key)
	}
	return key, nil
}

// apart refuses a private key in a folder that is published.
func apart(key, dir string) error {
	at, err := real(key)
	if err != nil {
		return err
	}
	site, err := real(dir)
	if err != nil {
		return err
	}
	if within(at, site) {
		return misuse("私钥“%s”在要发布的文件夹里，会被公开。移到别处再签名；已经公开过的密钥要作废，重新建一对", "the private key %q lies in the folder that is published. Move it away; if it was public already, make a new pair", key)
	}
	return nil
}

// openSite opens a site that was built.
func openSite(dir string) (*os.Root, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		why := openWords(err)
		return nil, misuse("打不开文件夹“%[1]s”：%[2]s", "cannot open the folder %[1]q: %[3]s", dir, why.ZH, why.EN)
	}
	if _, err := root.Stat("index.html"); err != nil {
		root.Close()
		return nil, misuse("“%s”里没有 index.html，不是生成的网站", "%q has no index.html: it is no site that was built", dir)
	}
	return root, nil
}

// sign compares a site with its list, which it makes if there is none, and
// signs the list.
func sign(ctx context.Context, c *console, root *os.Root, key ed25519.PrivateKey) error {
	list, err := readBounded(root.FS(), integrity.Path, integrity.MaxBytes)
	if errors.Is(err, fs.ErrNotExist) {
		list, err = makeList(root)
	}
	if err != nil {
		return err
	}
	m, err := integrity.Parse(bytes.NewReader(list))
	if err != nil {
		return brokenList(err)
	}
	line := c.progress(diag.Say("正在核对", "comparing"))
	report, err := integrity.CheckFolder(ctx, root.FS(), m, line.step)
	line.end()
	if err != nil {
		return stopped(ctx, err)
	}
	if len(report.Problems) > 0 {
		c.problems(report)
		c.say("和文件清单不一样，没有签名。重新生成一次：gongkai build", "differs from its list of files, and was not signed. Build it again: gongkai build")
		return exit{status: found}
	}
	if err := putFile(root, integrity.SignaturePath, integrity.Sign(key, list)); err != nil {
		return err
	}
	c.say("签好了：%d 个文件 → %s\n密钥指纹：%s", "signed: %d files → %s\nfingerprint of the key: %s", report.Files, integrity.SignaturePath,
		integrity.Fingerprint(key.Public().(ed25519.PublicKey)))
	return nil
}

// makeList writes the list of a site that was built without one.
func makeList(root *os.Root) ([]byte, error) {
	m, err := integrity.Of(root.FS())
	if err != nil {
		return nil, err
	}
	var list bytes.Buffer
	if err := m.Encode(&list); err != nil {
		return nil, err
	}
	return list.Bytes(), putFile(root, integrity.Path, list.Bytes())
}

// putFile writes a file beside its place and puts it there. What was there
// is not written over: it may be one file with that of another site's folder.
func putFile(root *os.Root, name string, text []byte) error {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	err := root.WriteFile(name+newSuffix, text, 0o644)
	if err == nil {
		err = root.Rename(name+newSuffix, name)
	}
	if err != nil {
		root.Remove(name + newSuffix)
	}
	return err
}

// newSuffix is what the name of a file ends in that is still being written.
const newSuffix = ".new"

// newKey makes a pair of keys in two files, neither of which may be there.
func newKey(c *console, name string) error {
	if _, err := os.Stat(filepath.Join(c.folder, content.Root)); err == nil {
		at, err := real(name)
		if err != nil {
			return err
		}
		county, err := real(c.folder)
		if err != nil {
			return err
		}
		if within(at, county) {
			return misuse("私钥不能放在网站文件夹里，提交时会一起公开。写到别处，例如 ~/gongkai.key", "a private key does not belong into the site's folder, where it would be committed. Choose another place, such as ~/gongkai.key")
		}
	}
	private, public, err := integrity.NewKey()
	if err != nil {
		return err
	}
	if err := createKey(name, private, 0o600); err != nil {
		return err
	}
	if err := createKey(name+".pub", public, 0o644); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	key, err := integrity.PublicKey(public)
	if err != nil {
		return err
	}
	c.say("私钥：%s（自己保管，不要公开；另外备份一份）\n公钥：%s.pub（公布给大家，用来核对）\n指纹：%s",
		"private key: %s (keep it to yourself, and a copy of it)\npublic key: %s.pub (make it known: it is what others check with)\nfingerprint: %s",
		name, name, integrity.Fingerprint(key))
	return nil
}

// createKey writes a file that must not be there yet.
func createKey(name string, text []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return misuse("已经有“%s”，不会覆盖", "%q is there already and is not written over", name)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// readKey reads the file of a key.
func readKey(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		why := openWords(err)
		return nil, misuse("打不开密钥文件“%[1]s”：%[2]s", "cannot open the key %[1]q: %[3]s", name, why.ZH, why.EN)
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, integrity.MaxKey))
}

// badKey says what is wrong with the file of a key.
func badKey(name string, err error) error {
	for _, c := range []struct {
		err    error
		zh, en string
	}{
		{integrity.ErrEncrypted, "“%s”是有口令的密钥，先用 openssl pkey -in 原来的文件 -out 新文件 去掉口令", "%q is protected by a password: openssl pkey -in OLD -out NEW takes it off"},
		{integrity.ErrIsPrivate, "“%s”是私钥，核对要用公钥（.pub 文件）", "%q is a private key: to verify takes the public one, FILE.pub"},
		{integrity.ErrIsPublic, "“%s”是公钥，签名要用私钥", "%q is a public key: to sign takes the private one"},
		{integrity.ErrOtherKey, "“%s”不是 Ed25519 密钥。新建一对：gongkai sign --new-key FILE", "%q is no Ed25519 key. To make one: gongkai sign --new-key FILE"},
	} {
		if errors.Is(err, c.err) {
			return misuse(c.zh, c.en, name)
		}
	}
	return misuse("“%s”不是 PEM 格式的密钥文件", "%q is no key in PEM form", name)
}
