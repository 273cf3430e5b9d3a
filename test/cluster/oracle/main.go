// Says what Go and apimachinery make of the values in the cases that it reads: one line of JSON each, one line of JSON for each.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"gopkg.in/inf.v0"
	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	apply "k8s.io/client-go/applyconfigurations/apps/v1"
)

// A case: what to do, and what with.
type question struct {
	Do     string
	Text   string
	Other  string
	Number int64
	Up     bool
	Object json.RawMessage
}

// An answer has the error alone, where there is one.
type answer map[string]any

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var q question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			fmt.Fprintln(os.Stderr, "bad case:", err)
			os.Exit(1)
		}
		result, err := ask(q)
		if err != nil {
			result = answer{"error": err.Error()}
		}
		if err := encoder.Encode(result); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func ask(q question) (answer, error) {
	switch q.Do {
	case "quantity":
		return quantity(q)
	case "calculate":
		return calculate(q)
	case "format":
		return answer{"text": resource.NewQuantity(q.Number, resource.Format(q.Text)).String()}, nil
	case "time":
		return moment(q)
	case "microTime":
		return microTime(q)
	case "duration":
		d, err := time.ParseDuration(q.Text)
		return answer{"nanoseconds": strconv.FormatInt(int64(d), 10), "text": d.String()}, err
	case "percent":
		value := intstr.FromString(q.Text)
		scaled, err := intstr.GetScaledValueFromIntOrPercent(&value, int(q.Number), q.Up)
		return answer{"value": scaled}, err
	case "extract":
		return extract(q)
	}
	return nil, fmt.Errorf("cannot do %q", q.Do)
}

func quantity(q question) (answer, error) {
	parsed, err := resource.ParseQuantity(q.Text)
	if err != nil {
		return nil, err
	}
	result := describe(parsed)
	result["format"] = string(parsed.Format)
	result["value"] = strconv.FormatInt(parsed.Value(), 10)
	result["milli"] = strconv.FormatInt(parsed.MilliValue(), 10)
	number, suffix := parsed.CanonicalizeBytes(nil)
	result["canonical"] = string(number) + string(suffix)
	return result, nil
}

// The text as it is written, and the exact value in billionths.
func describe(q resource.Quantity) answer {
	text := q.String()
	nanos := new(inf.Dec).Round(q.AsDec(), 9, inf.RoundUp)
	return answer{"text": text, "nanos": nanos.UnscaledBig().String()}
}

func calculate(q question) (answer, error) {
	a, err := resource.ParseQuantity(q.Text)
	if err != nil {
		return nil, err
	}
	b, err := resource.ParseQuantity(q.Other)
	if err != nil {
		return nil, err
	}
	sum, difference, product, negated := a.DeepCopy(), a.DeepCopy(), a.DeepCopy(), a.DeepCopy()
	sum.Add(b)
	difference.Sub(b)
	product.Mul(q.Number)
	negated.Neg()
	return answer{
		"compared": a.Cmp(b),
		"sum":      describe(sum), "difference": describe(difference),
		"product": describe(product), "negated": describe(negated),
	}, nil
}

func moment(q question) (answer, error) {
	var t metav1.Time
	if err := json.Unmarshal(quoted(q.Text), &t); err != nil {
		return nil, err
	}
	return answer{
		"text":         t.UTC().Format(time.RFC3339),
		"micro":        t.UTC().Format(metav1.RFC3339Micro),
		"microseconds": strconv.FormatInt(t.UnixMicro(), 10),
		"milliseconds": strconv.FormatInt(t.UnixMilli(), 10),
	}, nil
}

// Whether a field of this type would be read.
func microTime(q question) (answer, error) {
	var t metav1.MicroTime
	if err := json.Unmarshal(quoted(q.Text), &t); err != nil {
		return nil, err
	}
	return answer{"microseconds": strconv.FormatInt(t.UnixMicro(), 10)}, nil
}

// What a manager owns of a deployment, or with Other of its subresource.
func extract(q question) (answer, error) {
	var deployment appsv1.Deployment
	if err := json.Unmarshal(q.Object, &deployment); err != nil {
		return nil, err
	}
	owned, err := apply.ExtractDeploymentFrom(&deployment, q.Text, q.Other)
	return answer{"owned": owned}, err
}

func quoted(text string) []byte {
	literal, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return literal
}
