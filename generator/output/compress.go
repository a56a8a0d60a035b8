package output

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path"
	"strings"

	"github.com/andybalholm/brotli"
)

// Compression says which smaller copies of a published file stand beside it,
// page.html.gz and page.html.br beside page.html, for servers that send such a
// copy to browsers that can unpack it instead of packing the page each time.
type Compression struct {
	Gzip   bool // .gz
	Brotli bool // .br
}

// Endings of the copies.
const (
	gzipSuffix   = ".gz"
	brotliSuffix = ".br"
)

// The levels are where the curve bends, measured on the files of a synthetic
// county of 3,000 documents: size in per cent of the original and time beside
// that of gzip 6. Texts and postings are shards of the search index.
//
//	               pages       lists       texts       postings    data
//	gzip    1    34.6  0.4   20.9  0.6   34.7  0.7   57.6  0.5   16.0  0.3
//	gzip    6    30.6  1     18.5  1     30.4  1     55.5  1     10.5  1
//	gzip    9    30.6  1.0   18.4  1.0   30.4  1.1   55.5  2.6   10.1  1.3
//	brotli  4    30.6  1.2   17.7  1.3   30.8  1.5   53.0  1.7   11.0  1.0
//	brotli  5    26.2  1.6   15.3  1.8   25.9  1.8   54.0  2.9    9.4  1.4
//	brotli  7    25.7  2.0   14.9  2.4   25.5  2.4   54.1  4.9    8.7  2.4
//	brotli 11    23.5  74    13.5  196   23.8  79    47.4  121     –
//
// Above gzip 6 only tables gain. Brotli 11 would take hours for a county of a
// hundred thousand documents and save a tenth of what is sent.
const (
	gzipLevel   = 6
	brotliLevel = 5
)

// leastSize is the size in bytes below which a file has no copies: it fits
// into one packet of the network as it is.
const leastSize = 1 << 10

// packable are the endings of files that are text, and so worth packing. All
// others are packed already (pictures, PDF, office files, archives), or
// nobody's browser unpacks them.
var packable = map[string]bool{
	".html": true, ".htm": true, ".css": true, ".js": true, ".mjs": true, ".json": true, ".geojson": true, ".xml": true, ".xsl": true,
	".csv": true, ".tsv": true, ".svg": true, ".txt": true, ".md": true, ".ics": true, ".webmanifest": true,
}

// suffixes are those of the copies that the file at a path may have, in the
// order in which they are written: none if it is not worth it. Whether a copy
// is made depends on how much it saves, too.
func (c Compression) suffixes(file string, size int64) []string {
	if size < leastSize || !packable[strings.ToLower(path.Ext(file))] {
		return nil
	}
	var list []string
	if c.Gzip {
		list = append(list, gzipSuffix)
	}
	if c.Brotli {
		list = append(list, brotliSuffix)
	}
	return list
}

// all are the endings of the copies that are asked for.
func (c Compression) all() []string { return c.suffixes("x.html", leastSize) }

// saves tells whether a copy is enough smaller than its file to be kept: a
// twentieth.
func saves(packed, size int64) bool { return packed <= size-size/20 }

// claims are the paths that a copy must not take, for a file or a folder of
// the tree stands there: a county may publish table.csv and table.csv.gz of
// its own. Its file stays as it is, and table.csv has no copy of that kind.
// Spellings that some file systems take for one are one here (see fold).
type claims map[string]bool

func claimed(x *index) claims {
	c := claims{}
	note := func(p string) {
		if ext := strings.ToLower(path.Ext(p)); ext == gzipSuffix || ext == brotliSuffix {
			c[fold(p)] = true
		}
	}
	for _, p := range x.paths {
		note(p)
	}
	for d := range x.dirs {
		note(d)
	}
	return c
}

// has tells whether the tree claims a path.
func (c claims) has(p string) bool { return len(c) > 0 && c[fold(p)] }

// compressor makes copies of one file after another with the same encoders,
// which are larger than most files. Each worker has its own. Same bytes in,
// same bytes out: neither names nor times go into them.
type compressor struct {
	Compression
	claims claims
	gzip   packer
	brotli packer
}

func newCompressor(c Compression, taken claims) *compressor {
	return &compressor{Compression: c, claims: taken}
}

// variant is the copy with an ending of a file with these bytes; ok is false if it
// saves too little. It is good until the next call.
func (c *compressor) variant(suffix string, content []byte) (packed []byte, ok bool) {
	p := c.packer(suffix)
	// An encoder fails only where what it writes to does, and a buffer never does.
	_, _ = p.pack(&p.buf, bytes.NewReader(content))
	return p.buf.Bytes(), saves(int64(p.buf.Len()), int64(len(content)))
}

// wanted are the endings of the copies to make of a file.
func (c *compressor) wanted(file string, size int64) []string {
	var list []string
	for _, suffix := range c.suffixes(file, size) {
		if !c.claims.has(file + suffix) {
			list = append(list, suffix)
		}
	}
	return list
}

// packFile makes the copy with an ending of a file on disk that is too large to
// be held in memory, shows its bytes to sum, and returns its size: 0 if it saves
// too little and was not kept. What stands at the copy's path already is an error.
func (c *compressor) packFile(name, suffix string, sum io.Writer) (int64, error) {
	src, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer src.Close()
	size, began := int64(0), false
	packed, err := streamFile(name+suffix, sum, func(w io.Writer) (err error) {
		began = true
		size, err = c.packer(suffix).pack(w, src)
		return err
	})
	if err == nil && saves(packed, size) {
		return packed, nil
	}
	if began { // else what stands there is not ours
		if err2 := os.Remove(name + suffix); err == nil {
			err = err2
		}
	}
	return 0, err
}

func (c *compressor) packer(suffix string) *packer {
	p := &c.gzip
	if suffix == brotliSuffix {
		p = &c.brotli
	}
	if p.encoder == nil {
		p.encoder = newEncoder(suffix)
		p.chunk = make([]byte, 64<<10)
	}
	if p.buf.Cap() > maxBuffer {
		p.buf = bytes.Buffer{}
	}
	p.buf.Reset()
	return p
}

// encoder is what the two kinds have in common.
type encoder interface {
	io.WriteCloser
	Reset(io.Writer)
}

func newEncoder(suffix string) encoder {
	if suffix == brotliSuffix {
		return brotli.NewWriterLevel(nil, brotliLevel)
	}
	w, err := gzip.NewWriterLevel(nil, gzipLevel)
	if err != nil {
		panic(err) // there is no such level: a mistake of ours
	}
	return w
}

// packer is an encoder and what it needs, for one file after another.
type packer struct {
	encoder encoder
	buf     bytes.Buffer
	chunk   []byte
}

// pack writes what r holds, packed, and returns how much that was before.
// The pieces in which it reads do not depend on r, for what an encoder makes
// may depend on the pieces that it gets.
func (p *packer) pack(w io.Writer, r io.Reader) (int64, error) {
	p.encoder.Reset(w)
	var size int64
	for {
		n, err := io.ReadFull(r, p.chunk)
		if n > 0 {
			size += int64(n)
			if _, err := p.encoder.Write(p.chunk[:n]); err != nil {
				return size, err
			}
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return size, p.encoder.Close()
		default:
			return size, err
		}
	}
}
