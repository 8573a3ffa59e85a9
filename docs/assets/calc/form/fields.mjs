// 表单里的一项：按名称找到它，它叫什么，哪个选项管着它，现在该不该看见。

export function fieldOf(form, name) {
  const fields = [...form.querySelectorAll("[data-field]")];
  return fields.find((field) => field.dataset.field === name) ?? null;
}

export function labelOf(field) {
  return field.querySelector("label, legend").firstChild.textContent.trim();
}

const choices = (chooser) => chooser.dataset.chooses.split(" ");

// 几项里选一项填的，是哪个选项在选。
export function chooserOf(form, name) {
  const choosers = [...form.querySelectorAll("[data-chooses]")];
  return choosers.find((chooser) => choices(chooser).includes(name));
}

// 只显示用得上的输入项；收起来的项保留已填的内容。
export function arrange(form) {
  for (const offset of form.querySelectorAll(".calc-offset")) {
    offset.querySelector(".calc-count").hidden = !offset.querySelector("select").value;
  }
  const chosen = new Set();
  for (const chooser of form.querySelectorAll("[data-chooses]")) {
    chosen.add(chooser.value);
    for (const name of choices(chooser)) fieldOf(form, name).hidden = name !== chooser.value;
  }
  for (const field of form.querySelectorAll("[data-unless]")) {
    field.hidden = chosen.has(field.dataset.unless);
  }
  for (const field of form.querySelectorAll("[data-when]")) {
    const [name, values] = field.dataset.when.split("=");
    const answered = values.split(" ").includes(form.elements[name].value);
    field.hidden = fieldOf(form, name).hidden || !answered;
  }
}
