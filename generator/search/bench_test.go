package search

import (
	"fmt"
	"testing"

	"gongkai/generator/cache"
)

func many(n, length int) []Document {
	docs := make([]Document, n)
	for i := range docs {
		docs[i] = doc(fmt.Sprintf("d%06d.html", i), "2026-01-01", fmt.Sprintf("关于第%d批公示的通知", i), fmt.Sprintf("珙府办发〔2026〕%d号", i), "office", invented(i, length))
	}
	return docs
}

// BenchmarkWrite makes the index of 2,000 documents of 1,000 characters.
// Divide a figure by 2,000 for one document.
func BenchmarkWrite(b *testing.B) {
	docs := many(2000, 1000)
	b.ReportAllocs()
	for b.Loop() {
		spool, err := cache.NewSpool()
		if err != nil {
			b.Fatal(err)
		}
		made, err := Write(docs, names, Options{Spool: spool})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(made.Stats.Bytes)/float64(len(docs)), "index-B/doc")
		spool.Close()
	}
}

// BenchmarkSearch asks an index that has loaded nothing yet.
func BenchmarkSearch(b *testing.B) {
	whole := site(b, many(2000, 1000))
	for name, q := range map[string]Query{
		"number": {Text: "珙府办发〔2026〕1234号"},
		"pair":   {Text: "预算 救助"},
		"wrong":  {Text: "关于第错批公示的通知"},
		"counts": {Text: "公示", Counts: true},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				x, err := Open(whole)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := x.Search(q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
