package privacy

import "testing"

func TestMaskNameHasOneForm(t *testing.T) {
	for in, want := range map[string]string{
		"王小明": "王*", "王**": "王*", "王某某": "王*", "王": "王*", "欧阳明": "欧阳*", "欧阳修文": "欧阳*", " 李四 ": "李*", "": "", "欧阳": "欧*", "Smith": "S*",
	} {
		if got := MaskName(in); got != want {
			t.Errorf("MaskName(%q) = %q, want %q", in, got, want)
		}
	}
}
