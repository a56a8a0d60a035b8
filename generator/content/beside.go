package content

import (
	"context"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"path"
	"strings"

	"gongkai/generator/attachment"
	"gongkai/generator/markdown"
)

// inspect looks into the files beside a notice.
func inspect(ctx context.Context, source fs.FS, t task, m *Memo) error {
	var memo attachment.Memo
	if m != nil {
		memo = m
	}
	for i := range t.beside {
		if err := ctx.Err(); err != nil { // a folder may hold a million
			return err
		}
		b := &t.beside[i]
		name := path.Dir(t.path) + "/" + b.Name
		if b.Settled = m.settled(b.Stamp); b.Settled {
			var ok bool
			if b.Pixels, ok = m.beside(name, b.Stamp); ok {
				continue
			}
		}
		var err error
		if b.Report, err = attachment.Inspect(source, name, b.Size, memo); err != nil {
			return err
		}
		if b.Pixels, err = pixels(source, name); err != nil {
			return err
		}
		if b.Settled && b.Report.Clean() {
			m.setBeside(name, b.Stamp, b.Pixels)
		}
	}
	return nil
}

// pixels reads the size of a picture from its first bytes. What is no picture
// that we know has none.
func pixels(source fs.FS, name string) (markdown.Size, error) {
	read := map[string]func(io.Reader) (image.Config, error){
		".png": png.DecodeConfig, ".jpg": jpeg.DecodeConfig, ".jpeg": jpeg.DecodeConfig, ".gif": gif.DecodeConfig,
	}[strings.ToLower(path.Ext(name))]
	if read == nil {
		return markdown.Size{}, nil
	}
	f, err := source.Open(name)
	if err != nil {
		return markdown.Size{}, err
	}
	defer f.Close()
	about, err := read(io.LimitReader(f, 1<<20))
	if err != nil {
		return markdown.Size{}, nil // a damaged picture is shown as one, or not at all
	}
	return markdown.Size{Width: about.Width, Height: about.Height}, nil
}
