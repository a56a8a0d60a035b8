package render

import (
	"fmt"
	"html/template"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/generator/markdown"
)

// outlineFrom is how many headings a text needs for an outline to help.
const outlineFrom = 3

// outline lists the headings of the first two levels.
func outline(body *markdown.Body) []HeadingView {
	var out []HeadingView
	for _, h := range body.Headings {
		if h.Level <= 3 {
			out = append(out, HeadingView{Level: h.Level, Text: h.Text, Href: template.URL("#" + url.PathEscape(h.ID))})
		}
	}
	if len(out) < outlineFrom {
		return nil
	}
	return out
}

// tel is the tel: address of a telephone number, "" if it holds none. An
// extension is left out: diallers disagree on it.
func tel(number string) template.URL {
	var b strings.Builder
	for i, r := range number {
		switch {
		case r >= '0' && r <= '9', r == '+' && i == 0:
			b.WriteRune(r)
		case r == '-' || r == ' ' || r == '—' || r == '(' || r == ')' || r == '（' || r == '）':
		default:
			if b.Len() >= 5 {
				return template.URL("tel:" + b.String())
			}
		}
	}
	if b.Len() < 3 {
		return ""
	}
	return template.URL("tel:" + b.String())
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// safeURL lets web addresses through and nothing else.
func safeURL(s string) template.URL {
	if strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") {
		return template.URL(s)
	}
	return ""
}

// errorReport is the entrance of the national platform on which citizens
// report a site's errors (政府网站发展指引: a part of every footer).
func errorReport(siteCode, base string) template.URL {
	return template.URL("https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=" + url.QueryEscape(siteCode) + "&url=" + url.QueryEscape(base))
}

// fileKinds names the kinds of attachments as a citizen would.
var fileKinds = map[string]string{
	".pdf": "PDF 文档", ".doc": "DOC 文档", ".docx": "DOCX 文档", ".wps": "WPS 文档", ".ofd": "OFD 版式文档", ".txt": "文本",
	".xls": "XLS 电子表格", ".xlsx": "XLSX 电子表格", ".et": "ET 电子表格", ".csv": "CSV 数据表", ".json": "JSON 数据",
	".ppt": "PPT 演示文稿", ".pptx": "PPTX 演示文稿", ".zip": "ZIP 压缩包", ".rar": "RAR 压缩包", ".7z": "7Z 压缩包",
	".jpg": "JPG 图片", ".jpeg": "JPEG 图片", ".png": "PNG 图片", ".gif": "GIF 图片", ".webp": "WEBP 图片", ".tif": "TIF 图片", ".svg": "SVG 图",
	".mp3": "MP3 音频", ".mp4": "MP4 视频",
}

func fileKind(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if kind, ok := fileKinds[ext]; ok {
		return kind
	}
	return strings.TrimSpace(strings.ToUpper(strings.TrimPrefix(ext, ".")) + " 文件")
}

// size is a number of bytes for people: 1,024 bytes are 1 KB.
func size(n int64) string {
	switch {
	case n < 1024:
		return strconv.FormatInt(n, 10) + " 字节"
	case n < 1024*1024-51: // what rounds to 1024.0 KB is 1.0 MB
		return fmt.Sprintf("%.1f KB", float64(n)/1024)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1024*1024))
}

// clip cuts a text to n characters, on a sentence where that loses little.
func clip(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	cut := string([]rune(s)[:n-1])
	if i := strings.LastIndexAny(cut, "。；"); i > len(cut)*2/3 {
		_, width := utf8.DecodeRuneInString(cut[i:])
		return cut[:i+width]
	}
	return cut + "…"
}
