// Package privacy masks personal data in one form for the whole site.
//
// One mask, applied by the generator and never by hand: two masks of one
// person on two pages can be joined to rebuild what they hide.
//
// Limits: names alone. Nothing here looks for personal data in texts yet.
package privacy

import "strings"

// compound surnames have two characters; the list holds those in common use.
const compound = " 欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 百里 呼延 东郭 南门 轩辕 "

// MaskName shows a surname and one asterisk, however long the name is and
// however it was masked before: 王小明, 王** and 王某某 all become 王*. An
// empty name stays empty.
func MaskName(name string) string {
	runes := []rune(strings.TrimSpace(name))
	if len(runes) == 0 {
		return ""
	}
	if len(runes) > 2 && strings.Contains(compound, " "+string(runes[:2])+" ") {
		return string(runes[:2]) + "*"
	}
	return string(runes[:1]) + "*"
}
