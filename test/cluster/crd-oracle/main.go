// Says what an API server publishes for CustomResourceDefinitions, by its own code. Each line of the input is a list of definitions, of v1 or
// v1beta1, as JSON; each line of the output has their documents by their keys.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/install"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/controller/openapi/builder"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/kube-openapi/pkg/spec3"
)

func main() {
	scheme := runtime.NewScheme()
	install.Install(scheme)
	decoder := serializer.NewCodecFactory(scheme).UniversalDecoder(apiextensions.SchemeGroupVersion)
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := json.NewEncoder(os.Stdout)
	output.SetEscapeHTML(false)
	for {
		line, err := input.ReadBytes('\n')
		if len(line) == 0 {
			return
		}
		answer, problem := publish(scheme, decoder, line)
		if problem != nil {
			answer = map[string]any{"error": problem.Error()}
		}
		if err := output.Encode(answer); err != nil {
			panic(err)
		}
		if err != nil {
			return
		}
	}
}

func publish(scheme *runtime.Scheme, decoder runtime.Decoder, line []byte) (map[string]any, error) {
	var definitions []json.RawMessage
	if err := json.Unmarshal(line, &definitions); err != nil {
		return nil, err
	}
	specs := map[string][]*spec3.OpenAPI{}
	for _, definition := range definitions {
		internal, _, err := decoder.Decode(definition, nil, nil)
		if err != nil {
			return nil, err
		}
		crd := &v1.CustomResourceDefinition{}
		if err := scheme.Convert(internal, crd, nil); err != nil {
			return nil, err
		}
		for _, version := range crd.Spec.Versions {
			if !version.Served {
				continue
			}
			options := builder.Options{IncludeSelectableFields: true}
			spec, err := builder.BuildOpenAPIV3(crd, version.Name, options)
			if err != nil {
				return nil, err
			}
			key := fmt.Sprintf("apis/%s/%s", crd.Spec.Group, version.Name)
			specs[key] = append(specs[key], spec)
		}
	}
	documents := map[string]any{}
	for key, own := range specs {
		merged, err := builder.MergeSpecsV3(own...)
		if err != nil {
			return nil, err
		}
		documents[key] = merged
	}
	return documents, nil
}
