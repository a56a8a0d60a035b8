package qr

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// drawn paints a path as a browser strokes it, four pixels a module.
func drawn(t *testing.T, c Code) image.Image {
	t.Helper()
	const scale = 4
	img := image.NewGray(image.Rect(0, 0, c.Size*scale, c.Size*scale))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	x, y := 0, 0
	for _, step := range strings.FieldsFunc(strings.NewReplacer("M", ";M", "m", ";m", "h", ";h").Replace(c.Path), func(r rune) bool { return r == ';' }) {
		switch {
		case step[0] == 'M':
			if _, err := fmt.Sscanf(step, "M%d %d.5", &x, &y); err != nil {
				t.Fatal(step, err)
			}
		case step[0] == 'm':
			dx := 0
			if _, err := fmt.Sscanf(step, "m%d 0", &dx); err != nil {
				t.Fatal(step, err)
			}
			x += dx
		default:
			n := 0
			if _, err := fmt.Sscanf(step, "h%d", &n); err != nil {
				t.Fatal(step, err)
			}
			for px := x * scale; px < (x+n)*scale; px++ {
				for py := y * scale; py < (y+1)*scale; py++ {
					img.Set(px, py, color.Black)
				}
			}
			x += n
		}
	}
	return img
}

// TestCodesAreRead draws codes and reads them with somebody else's reader.
func TestCodesAreRead(t *testing.T) {
	for _, text := range []string{
		"https://www.shifanxian.example/notices/2026/dongji-zhishu.html",
		"https://a.cn/", "x", "https://www.shifanxian.example/notices/2026/" + strings.Repeat("%E6%A4%8D", 30) + ".html", strings.Repeat("a", maxBytes),
	} {
		c, err := Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		bitmap, err := gozxing.NewBinaryBitmapFromImage(drawn(t, c))
		if err != nil {
			t.Fatal(err)
		}
		got, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
		if err != nil || got.GetText() != text {
			t.Errorf("%d bytes: read %v, %v", len(text), got, err)
		}
	}
}

func TestWhatIsNoAddressIsRefused(t *testing.T) {
	for _, text := range []string{"", strings.Repeat("a", maxBytes+1)} {
		if _, err := Encode(text); err == nil {
			t.Errorf("%d bytes are drawn", len(text))
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Encode("https://www.shifanxian.example/notices/2026/dongji-zhishu-tongzhi.html"); err != nil {
			b.Fatal(err)
		}
	}
}
