package proxy

import (
	"errors"
	"net/http"
	"testing"
)

type failing struct{ calls int }

func (f *failing) RoundTrip(*http.Request) (*http.Response, error) {
	f.calls++
	return nil, errors.New("connection refused")
}

func TestRepeatsOnlyWhatIsSafe(t *testing.T) {
	for method, want := range map[string]int{http.MethodGet: maxAttempts, http.MethodPost: 1} {
		next := &failing{}
		request, _ := http.NewRequest(method, "http://upstream.test/", nil)
		if _, err := (retrying{next}).RoundTrip(request); err == nil {
			t.Fatalf("%s: want an error", method)
		}
		if next.calls != want {
			t.Errorf("%s: got %d calls, want %d", method, next.calls, want)
		}
	}
}
