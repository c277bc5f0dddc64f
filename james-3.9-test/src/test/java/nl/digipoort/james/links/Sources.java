// SPDX-License-Identifier: Apache-2.0
package nl.digipoort.james.links;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The classes that a tree of sources declares, as the compiler sees them, without compiling anything. For {@link MemberList#main}. */
final class Sources {
    private static final Map<TypeKind, Type> PRIMITIVES = Map.of(
            TypeKind.BOOLEAN, Type.BOOLEAN_TYPE,
            TypeKind.BYTE, Type.BYTE_TYPE,
            TypeKind.CHAR, Type.CHAR_TYPE,
            TypeKind.SHORT, Type.SHORT_TYPE,
            TypeKind.INT, Type.INT_TYPE,
            TypeKind.LONG, Type.LONG_TYPE,
            TypeKind.FLOAT, Type.FLOAT_TYPE,
            TypeKind.DOUBLE, Type.DOUBLE_TYPE,
            TypeKind.VOID, Type.VOID_TYPE);

    private final Elements elements;
    private final Types types;

    private Sources(JavacTask task) {
        this.elements = task.getElements();
        this.types = task.getTypes();
    }

    /**
     * @param root a folder with Maven modules
     * @param libraries a folder of jars that the sources name
     */
    static Sources of(Path root, Path libraries) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-proc:none",
                "-sourcepath",
                folders(root).map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                "-classpath",
                jars(libraries).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        return new Sources(
                (JavacTask) compiler.getTask(null, null, problem -> {}, options, List.of("java.lang.Object"), null));
    }

    private static Stream<Path> folders(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.endsWith("src/main/java")).toList().stream();
        }
    }

    private static Stream<Path> jars(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.toString().endsWith(".jar")).toList().stream();
        }
    }

    Optional<ClassFacts> find(String name) {
        return Optional.ofNullable(element(name)).map(this::facts);
    }

    /** The methods that a type leaves to those who extend it, with those that it has from above and leaves undone itself. */
    Set<String> left(String name) {
        TypeElement type = element(name);
        if (type == null) {
            return Set.of();
        }
        List<ExecutableElement> methods = ElementFilter.methodsIn(elements.getAllMembers(type));
        return methods.stream()
                .filter(method -> method.getModifiers().contains(Modifier.ABSTRACT))
                .filter(method -> methods.stream()
                        .noneMatch(other -> !other.getModifiers().contains(Modifier.ABSTRACT)
                                && elements.overrides(other, method, type)))
                .map(method -> method.getSimpleName() + descriptor(method))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private TypeElement element(String name) {
        return elements.getTypeElement(name.replace('/', '.').replace('$', '.'));
    }

    private ClassFacts facts(TypeElement type) {
        Map<String, Integer> members = new HashMap<>();
        for (Element member : type.getEnclosedElements()) {
            if (member instanceof ExecutableElement method) {
                members.put(method.getSimpleName() + descriptor(method), flags(member));
            } else if (member.getKind().isField()) {
                members.put(member.getSimpleName() + " " + type(member.asType()).getDescriptor(), flags(member));
            }
        }
        List<String> parents = Stream.concat(Stream.of(type.getSuperclass()), type.getInterfaces().stream())
                .filter(parent -> parent.getKind() == TypeKind.DECLARED)
                .map(parent -> type(parent).getInternalName())
                .toList();
        return new ClassFacts(flags(type), parents, members);
    }

    private String descriptor(ExecutableElement method) {
        return Type.getMethodDescriptor(
                method.getKind() == ElementKind.CONSTRUCTOR ? Type.VOID_TYPE : type(method.getReturnType()),
                method.getParameters().stream()
                        .map(parameter -> type(parameter.asType()))
                        .toArray(Type[]::new));
    }

    private Type type(TypeMirror mirror) {
        TypeMirror erased = types.erasure(mirror);
        if (erased.getKind() == TypeKind.ARRAY) {
            return Type.getType(
                    "[" + type(((ArrayType) erased).getComponentType()).getDescriptor());
        }
        if (erased instanceof DeclaredType declared) {
            return Type.getObjectType(elements.getBinaryName((TypeElement) declared.asElement())
                    .toString()
                    .replace('.', '/'));
        }
        return Objects.requireNonNull(PRIMITIVES.get(erased.getKind()), () -> "not known: " + mirror);
    }

    private static int flags(Element element) {
        int flags = element.getModifiers().contains(Modifier.ABSTRACT) ? Opcodes.ACC_ABSTRACT : 0;
        return element.getModifiers().contains(Modifier.FINAL) ? flags | Opcodes.ACC_FINAL : flags;
    }
}
