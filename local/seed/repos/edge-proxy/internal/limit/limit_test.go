package limit

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestRefusesAfterTheBurst(t *testing.T) {
	handler := PerClient(1, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {}))
	codes := []int{}
	for range 3 {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/", nil))
		codes = append(codes, recorder.Code)
	}
	if codes[0] != 200 || codes[1] != 200 || codes[2] != 429 {
		t.Errorf("got %v", codes)
	}
}
