# hermetic's commands. `make try` and `make test` do everything that a fresh machine needs; Swift 6.2
# or later must be there already.

PREFIX ?= /usr/local
BUILD := .build/release
TOOLS := .build/tools
SID := .build/sid
TESTS := .build/test
EXAMPLE := .build/example
FORMATTED := Package.swift Sources Tests PythonShim $(addprefix Fixtures/PluginHost/,Package.swift Sources)
LIBRARIES := .build/static-libraries
SWIFT_FLAGS := -c release --static-swift-stdlib -Xlinker -L$(abspath $(LIBRARIES))
# What the build and the tests need of the system, as Debian names it.
PACKAGES := g++ binutils python3 python3-venv
HTTP = PATH="$(abspath $(TOOLS))/bin:$$PATH" $(BUILD)/hermetic

.PHONY: build
build: packages $(LIBRARIES)/libstdc++.a
	swift build $(SWIFT_FLAGS) --product hermetic
	swift build $(SWIFT_FLAGS) --product HermeticAttach
	swift build $(SWIFT_FLAGS) --product HermeticCarrier

# A folder in which the linker finds no other libstdc++ than the archive: preloaded into a program,
# the system's library would displace a newer one that the program brings along.
$(LIBRARIES)/libstdc++.a: | packages
	mkdir -p $(LIBRARIES)
	ln -sf "$$(c++ -print-file-name=libstdc++.a)" $@

# Installs what is missing, where there is apt; says what is missing elsewhere.
.PHONY: packages
packages:
	@missing=""; \
	if command -v dpkg >/dev/null; then \
	  for name in $(PACKAGES); do \
	    dpkg -s "$$name" >/dev/null 2>&1 || missing="$$missing $$name"; \
	  done; \
	fi; \
	command -v swift >/dev/null || { echo "install Swift 6.2 or later: swift.org/install" >&2; exit 1; }; \
	if [ -n "$$missing" ]; then \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  echo "installing$$missing"; \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$missing; \
	fi

# A real httpie, in an environment of its own.
$(TOOLS)/bin/http: | packages
	python3 -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet httpie

# httpie ends with 1 where it cannot reach its host.
.PHONY: try
try: build $(TOOLS)/bin/http
	@echo '$$ hermetic --no-network -- http example.com'
	@$(HTTP) --no-network -- http example.com </dev/null; test $$? -eq 1

# The app that hosts plugins, as a package of its own: what a user's package would get. It is built apart, so that
# neither build throws the other's results away; the tests look at what it does.
.PHONY: example
example: packages
	swift build --package-path Fixtures/PluginHost --scratch-path "$(abspath $(EXAMPLE))"
	$(EXAMPLE)/debug/PluginHost $(EXAMPLE)/pictures

# Says again at the end what failed, of some thousand lines.
.PHONY: test
test: build example
	swift build --build-tests
	@rm -f $(TESTS)/passed; mkdir -p $(TESTS); \
	{ HERMETIC_EXECUTABLE="$(abspath $(BUILD)/hermetic)" swift test --skip-build && touch $(TESTS)/passed; } 2>&1 \
	  | tee $(TESTS)/log; \
	test -e $(TESTS)/passed || { \
	  echo "What failed, of all in $(TESTS)/log:"; \
	  grep -a -A3 -e '^✘ .* recorded an issue' -e '^error: ' -e 'Fatal error' $(TESTS)/log; exit 1; }

# The newest CPythons, from Debian sid in a folder of its own; needs root.
.PHONY: test-sid
test-sid: build
	sh Tests/sid.sh "$(abspath $(SID))" "$(abspath $(BUILD))"

.PHONY: bench
bench: build
	python3 Tests/Benchmarks/bench.py --hermetic $(BUILD)/hermetic

# Real programs under each policy, as a table. MATRIX=--quick is for each change; MATRIX=--write keeps
# the whole table in Tests/Programs/MATRIX.md.
.PHONY: matrix
matrix: build
	python3 Tests/Programs/matrix.py --hermetic $(BUILD)/hermetic $(MATRIX)

.PHONY: install
install: build
	install -D -m 755 $(BUILD)/hermetic $(DESTDIR)$(PREFIX)/bin/hermetic
	install -D -m 644 $(BUILD)/libHermeticAttach.so \
	  $(DESTDIR)$(PREFIX)/lib/hermetic/libHermeticAttach.so
	install -D -m 644 $(BUILD)/libHermeticCarrier.so \
	  $(DESTDIR)$(PREFIX)/lib/hermetic/libHermeticCarrier.so

.PHONY: format
format:
	swift format --in-place --recursive $(FORMATTED)

.PHONY: lint
lint:
	swift format lint --strict --recursive $(FORMATTED)

# The library's documentation, with every warning an error.
.PHONY: docs
docs:
	rm -rf .build/symbol-graphs .build/docs .build/docs-build
	mkdir -p .build/symbol-graphs .build/docs-build
	swift build --scratch-path .build/docs-build --target Hermetic \
	  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir \
	  -Xswiftc "$(abspath .build/symbol-graphs)"
	find .build/symbol-graphs -type f ! -name 'Hermetic.symbols.json' -delete
	docc convert Sources/Hermetic/Hermetic.docc --warnings-as-errors \
	  --fallback-display-name Hermetic --fallback-bundle-identifier org.hermetic.Hermetic \
	  --additional-symbol-graph-dir .build/symbol-graphs --output-path .build/docs
	test "$$(wc -l < README.md)" -lt 200
