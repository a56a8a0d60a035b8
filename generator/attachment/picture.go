package attachment

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"time"

	"github.com/bep/imagemeta"

	"gongkai/generator/diag"
)

var damagedPicture = diag.Say("图片不完整，或者其实不是这种格式，读者打不开；换成完好的文件", "the picture is cut short or of another kind, and readers cannot open it; put a sound one in its place")

// A format of pictures: whether a file is a whole one, as far as its ends tell,
// and how its notes are kept, if it can have any.
type format struct {
	whole func(src []byte) bool
	notes imagemeta.ImageFormat
}

var formats = map[string]format{
	".jpg": {wholeJPEG, imagemeta.JPEG}, ".jpeg": {wholeJPEG, imagemeta.JPEG}, ".png": {wholePNG, imagemeta.PNG},
	".webp": {wholeWebP, imagemeta.WebP}, ".tif": {wholeTIFF, imagemeta.TIFF}, ".tiff": {wholeTIFF, imagemeta.TIFF},
	".avif": {wholeAVIF, imagemeta.AVIF}, ".gif": {whole: wholeGIF}, ".bmp": {whole: wholeBMP},
}

// pictured reads pictures of a kind. What they show is for people to look at;
// telephones and cameras note beside it where they were, and whose.
func pictured(kind string) func(src []byte) Report {
	f := formats[kind]
	return func(src []byte) (r Report) {
		if f.notes != 0 {
			notes(&r, src, f.notes)
		}
		if !f.whole(src) {
			r.Unread = damagedPicture
		}
		return r
	}
}

// What is read of the notes of a picture, by the names that ExifTool gives to
// EXIF, IPTC and XMP.
var (
	placeNotes  = []string{"GPSLatitude", "GPSLongitude"}
	peopleNotes = []string{"Artist", "OwnerName", "By-line", "Creator"}
	wordsNotes  = []string{"ImageDescription", "UserComment", "XPTitle", "XPComment", "XPSubject", "XPKeywords", "Headline", "Caption-Abstract", "Keywords",
		"Title", "Description", "Subject"}
)

const (
	mostNotes   = 5000 // of a picture
	longestNote = 10000
	mostPatient = 5 * time.Second
)

// notes tells what the notes of a picture give away. Notes that can't be read
// are none to a reader either.
func notes(r *Report, src []byte, kind imagemeta.ImageFormat) {
	var l lines
	var names []string
	take := func(t imagemeta.TagInfo) error {
		switch text := wordsOf(t.Value); {
		case slices.Contains(placeNotes, t.Tag):
			hidden(r, "照片里记着拍摄的地点（经纬度）", "it notes the place where it was taken")
		case slices.Contains(peopleNotes, t.Tag):
			names = append(names, text)
		default:
			l.line(text, named(diag.Say("说明", "its description")))
		}
		return nil
	}
	_, _ = imagemeta.Decode(imagemeta.Options{
		R: bytes.NewReader(src), ImageFormat: kind, Sources: imagemeta.EXIF | imagemeta.IPTC | imagemeta.XMP, HandleTag: take,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool {
			return slices.Contains(placeNotes, t.Tag) || slices.Contains(peopleNotes, t.Tag) || slices.Contains(wordsNotes, t.Tag)
		},
		LimitNumTags: mostNotes, LimitTagSize: longestNote, Timeout: mostPatient,
	})
	people(r, names...)
	l.scan(r)
}

// wordsOf is the text of a note.
func wordsOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []string:
		return strings.Join(v, " ")
	}
	return ""
}

// wholeJPEG passes over the parts before the picture, in which there may be a
// smaller one, and looks for its end behind them.
func wholeJPEG(src []byte) bool {
	const scan = 0xda
	rest, ok := bytes.CutPrefix(src, []byte{0xff, 0xd8})
	for ok && len(rest) >= 4 && rest[0] == 0xff {
		if rest[1] == scan {
			return bytes.Contains(rest, []byte{0xff, 0xd9})
		}
		size := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		rest = rest[min(size, len(rest)):]
	}
	return false
}

func wholePNG(src []byte) bool {
	return bytes.HasPrefix(src, []byte("\x89PNG\r\n\x1a\n")) && bytes.Contains(src, []byte("IEND\xaeB`\x82"))
}

func wholeGIF(src []byte) bool {
	return bytes.HasPrefix(src, []byte("GIF8")) && bytes.HasSuffix(bytes.TrimRight(src, "\x00"), []byte(";"))
}

func wholeWebP(src []byte) bool {
	return len(src) >= 12 && string(src[:4]) == "RIFF" && string(src[8:12]) == "WEBP" && int64(binary.LittleEndian.Uint32(src[4:]))+8 <= int64(len(src))
}

func wholeBMP(src []byte) bool {
	return len(src) > 26 && string(src[:2]) == "BM" && int64(binary.LittleEndian.Uint32(src[2:])) <= int64(len(src))
}

func wholeTIFF(src []byte) bool {
	return len(src) > 8 && (string(src[:4]) == "II*\x00" || string(src[:4]) == "MM\x00*")
}

func wholeAVIF(src []byte) bool { return len(src) > 12 && string(src[4:8]) == "ftyp" }
