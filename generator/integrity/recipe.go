package integrity

// What checks a site without this program, from the folder that it lies in. The
// handbook and the decision page quote them, and tests run them.
const (
	// SedRecipe compares all files with the list, with what Linux and macOS have.
	SedRecipe = `sed -n 's/^{"path":"\(.*\)","size":[0-9]*,"sha256":"\([0-9a-f]*\)"},*$/\2  \1/p' data/manifest.json | sha256sum -c`

	// OpenSSLRecipe checks the signature with the county's public key.
	OpenSSLRecipe = `openssl pkeyutl -verify -pubin -inkey gongkai.key.pub -rawin -in data/manifest.json -sigfile data/manifest.json.sig`
)
