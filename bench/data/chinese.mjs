/** @typedef {import('./sets.mjs').Fields} Fields */

const MESSAGES = [
  '订单已提交，等待支付',
  '库存不足，已通知仓库补货',
  '上游响应超时，稍后重试',
  '用户登录成功',
  '签名校验失败，请求被拒绝',
];
const CITIES = ['上海', '北京', '广州', '深圳', '杭州', '成都', '武汉'];
const SURNAMES = ['王', '李', '张', '刘', '陈', '杨', '黄'];
const LEVELS = ['信息', '警告', '错误'];

/**
 * A log of an application in China: four fields of text in place of the last four.
 *
 * @param {import('./random.mjs').Random} random
 * @param {Fields} fields
 * @returns {Fields}
 */
export function chineseLog(random, fields) {
  const message = `${random.oneOf(MESSAGES)}，编号${random.below(1e9)}，耗时${random.below(3000)}毫秒`;
  return [
    ...fields.slice(0, -4),
    ['message', message],
    ['city', random.oneOf(CITIES)],
    ['customer', `${random.mostlyFirst(SURNAMES)}先生`],
    ['级别', random.mostlyFirst(LEVELS)],
  ];
}
