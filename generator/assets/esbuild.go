package assets

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// space is esbuild's namespace of the theme's files. In one that is not "file"
// it reads nothing from the disk by itself.
const space = "theme"

// assetOf is the name of an entry without its ending, and that of its asset.
func assetOf(name string) (stem, asset string, ok bool) {
	if stem, ok = strings.CutSuffix(name, ".ts"); ok {
		asset = stem + ".js"
	} else if stem, ok = strings.CutSuffix(name, ".css"); ok {
		asset = name
	}
	return stem, asset, ok && stem != "" && !strings.Contains(name, "/")
}

// build bundles the style sheet and the scripts. Static files are in already,
// for style sheets name them.
func (b *bundle) build(opts Options) {
	entries := []api.EntryPoint{{InputPath: "site.css", OutputPath: "site"}}
	from := map[string]string{"site.css": "site.css"} // logical name → file of the theme
	for _, name := range append([]string{"site.ts"}, opts.Entries...) {
		stem, asset, ok := assetOf(name)
		if !ok {
			b.fault(name, "what has an asset of its own is a .ts or .css file at the root of the theme")
			continue
		}
		if _, twice := from[asset]; twice {
			continue
		}
		from[asset] = name
		entries = append(entries, api.EntryPoint{InputPath: name, OutputPath: stem})
	}
	for _, e := range entries {
		if _, err := fs.Stat(b.theme, e.InputPath); err != nil {
			b.fault(e.InputPath, "the theme has no such file")
		}
	}
	if len(b.messages) > 0 {
		return
	}

	result := api.Build(api.BuildOptions{
		EntryPointsAdvanced: entries,
		Bundle:              true,
		Outdir:              folder,
		Write:               false,
		Format:              api.FormatIIFE,
		Platform:            api.PlatformBrowser,
		Target:              api.ES2017,
		Charset:             api.CharsetUTF8,
		Sourcemap:           api.SourceMapNone,
		LegalComments:       api.LegalCommentsEndOfFile,
		MinifyWhitespace:    opts.Minify,
		MinifyIdentifiers:   opts.Minify,
		MinifySyntax:        opts.Minify,
		TsconfigRaw:         "{}", // or it looks for one
		LogLevel:            api.LogLevelSilent,
		Plugins: []api.Plugin{{Name: space, Setup: func(p api.PluginBuild) {
			p.OnResolve(api.OnResolveOptions{Filter: ".*"}, b.resolve)
			p.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: space}, b.load)
		}}},
	})
	b.report(result.Errors, false)
	b.report(result.Warnings, true)
	if len(result.Errors) > 0 {
		return
	}
	for _, f := range result.OutputFiles {
		logical := path.Base(strings.ReplaceAll(f.Path, "\\", "/"))
		b.add(logical, from[logical], f.Contents)
	}
}

// resolve finds the file that an import means. Its errors are shown on the line
// of the import.
func (b *bundle) resolve(args api.OnResolveArgs) (api.OnResolveResult, error) {
	inStyle := false
	switch args.Kind {
	case api.ResolveEntryPoint:
		return api.OnResolveResult{Path: args.Path, Namespace: space}, nil
	case api.ResolveCSSURLToken:
		return b.resolveURL(args)
	case api.ResolveCSSImportRule, api.ResolveCSSComposesFrom:
		inStyle = true
	}
	if remote(args.Path) {
		return api.OnResolveResult{}, fmt.Errorf("%q is not in the theme; nothing is loaded from elsewhere", args.Path)
	}
	// A style sheet names files as addresses do, a script with a dot first.
	if !inStyle && !strings.HasPrefix(args.Path, "./") && !strings.HasPrefix(args.Path, "../") {
		return api.OnResolveResult{}, fmt.Errorf("%q is a package, and there are none; a file of the theme begins with ./ or ../", args.Path)
	}
	name, err := beside(args.Importer, args.Path)
	if err != nil {
		return api.OnResolveResult{}, err
	}
	endings := []string{"", ".ts", "/index.ts"}
	if inStyle {
		endings = []string{""}
	}
	for _, end := range endings {
		if st, err := fs.Stat(b.theme, name+end); err != nil || !st.Mode().IsRegular() {
			continue
		}
		if isStyle := path.Ext(name+end) == ".css"; isStyle != inStyle {
			return api.OnResolveResult{}, errors.New("a style sheet is imported by style sheets, a script by scripts; see site.css and site.ts")
		}
		return api.OnResolveResult{Path: name + end, Namespace: space}, nil
	}
	return api.OnResolveResult{}, fmt.Errorf("the theme has no file %q", name)
}

// resolveURL turns the address of a static file into that of its asset, relative
// to the style sheet's.
func (b *bundle) resolveURL(args api.OnResolveArgs) (api.OnResolveResult, error) {
	if strings.HasPrefix(args.Path, "#") || strings.HasPrefix(strings.ToLower(args.Path), "data:") {
		return api.OnResolveResult{Path: args.Path, External: true}, nil
	}
	if remote(args.Path) {
		return api.OnResolveResult{}, fmt.Errorf("%q is not in the theme; nothing is loaded from elsewhere", args.Path)
	}
	file, tail := args.Path, ""
	if i := strings.IndexAny(file, "?#"); i >= 0 {
		file, tail = file[:i], file[i:]
	}
	name, err := beside(args.Importer, file)
	if err != nil {
		return api.OnResolveResult{}, err
	}
	logical, isStatic := strings.CutPrefix(name, static+"/")
	if !isStatic {
		return api.OnResolveResult{}, fmt.Errorf("%q is not below %s/, where files that are used as they are belong", name, static)
	}
	p, ok := b.manifest.Lookup(logical)
	if !ok {
		return api.OnResolveResult{}, fmt.Errorf("the theme has no file %q", name)
	}
	return api.OnResolveResult{Path: "./" + strings.TrimPrefix(p, folder+"/") + tail, External: true}, nil
}

// remote tells an address of another host, or of a scheme.
func remote(address string) bool {
	if strings.HasPrefix(address, "//") {
		return true
	}
	colon := strings.IndexByte(address, ':')
	return colon > 0 && !strings.ContainsAny(address[:colon], "/?#")
}

// beside returns the path in the theme that ref means in the file importer. A
// leading slash means the root of the theme.
func beside(importer, ref string) (string, error) {
	name := path.Join(path.Dir(importer), ref)
	if strings.HasPrefix(ref, "/") {
		name = path.Clean(ref)[1:]
	}
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") {
		return "", fmt.Errorf("%q is outside the theme", ref)
	}
	return name, nil
}

// load reads a file of the theme.
func (b *bundle) load(args api.OnLoadArgs) (api.OnLoadResult, error) {
	loaders := map[string]api.Loader{
		".ts": api.LoaderTS, ".js": api.LoaderJS, ".css": api.LoaderCSS, ".json": api.LoaderJSON,
	}
	loader, ok := loaders[path.Ext(args.Path)]
	if !ok {
		return api.OnLoadResult{}, fmt.Errorf("%q can't be imported; .ts, .js, .css and .json can", args.Path)
	}
	content, err := fs.ReadFile(b.theme, args.Path)
	if err != nil {
		return api.OnLoadResult{}, err
	}
	// So that the bundle has the same bytes whichever system it is built on.
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	return api.OnLoadResult{Contents: &text, Loader: loader}, nil
}

// report takes in esbuild's messages.
func (b *bundle) report(list []api.Message, warning bool) {
	for _, m := range list {
		msg := Message{Warning: warning, Text: m.Text}
		for _, n := range m.Notes {
			if n.Text != "" {
				msg.Text += " (" + n.Text + ")"
			}
		}
		if l := m.Location; l != nil {
			msg.File = strings.TrimPrefix(l.File, space+":")
			msg.Line, msg.Column, msg.Length = l.Line, l.Column+1, l.Length
			msg.SourceLine = l.LineText
		}
		b.messages = append(b.messages, msg)
	}
}

func compareMessages(x, y Message) int {
	return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line),
		cmp.Compare(x.Column, y.Column), cmp.Compare(x.Text, y.Text), cmp.Compare(x.Length, y.Length))
}
