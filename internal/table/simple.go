package table

import (
	"time"

	"peil"
)

// simple makes one of a sheet's types of a value in a listing.
func simple(v any) any {
	switch v := v.(type) {
	case nil, string, float64, int64, bool:
		return v
	case int:
		return int64(v)
	case *float64:
		return number(v)
	case *int64:
		if v == nil {
			return nil
		}
		return *v
	case *string:
		if v == nil {
			return nil
		}
		return *v
	case peil.Date:
		if v.IsZero() {
			return nil
		}
		return v
	case time.Time:
		if v.IsZero() {
			return nil
		}
		return v.UTC()
	case peil.ID:
		if v.IsZero() {
			return nil
		}
		return v.String()
	case peil.Currency:
		return string(v)
	case peil.Money:
		return float64(v.Minor) / pow10(v.Currency.Digits())
	}
	return stringOf(v)
}

func pow10(n int) float64 {
	p := 1.0
	for range n {
		p *= 10
	}
	return p
}
